package io.sluice.engine.targets;

import io.sluice.stream.flow.FlowSpec;
import io.sluice.stream.flow.FormatSpec;
import io.sluice.stream.flow.SinkSpec;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;

/** Stands in a mark for what decides which rows a record makes. It outlives updates of Sluice. */
final class MarkedDefinition {

    private MarkedDefinition() {}

    static String of(FlowSpec spec) {
        FormatSpec format = spec.source().format();
        String text = String.join(
                "\0",
                spec.source().schema(),
                Boolean.toString(format.rejectUnknownFields()),
                String.valueOf(spec.transform()),
                spec.sinks().stream().map(MarkedDefinition::text).toList().toString() + text(format));
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** Returns nothing for the only format that there was when the first marks were made: those did not name it. */
    private static String text(FormatSpec format) {
        boolean unnamed = format.name().equals("json") && format.options().isEmpty();
        return unnamed ? "" : "\0" + format.name() + format.options();
    }

    /** Marks that are there already were made of sinks by such a text. */
    private static String text(SinkSpec sink) {
        return "SinkSpec[type=%s, target=%s, mode=%s, key=%s, version=%s]"
                .formatted(
                        sink.type().label().toUpperCase(Locale.ROOT),
                        sink.target(),
                        sink.mode(),
                        sink.key(),
                        sink.version());
    }
}
