package io.sluice.stream.format;

import io.sluice.stream.column.SourceColumns;
import io.sluice.stream.flow.Mask;
import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.flow.SourceRecord.Header;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What of some records is not for whoever asks: what any definition that reads them masks. */
public record RecordMask(List<Part> parts) {

    /** Hides nothing. */
    public static final RecordMask NONE = new RecordMask(List.of());

    private static final String NOT_FOUND =
            "It is not what its format says, so that its masked fields cannot be found in it. An admin sees it.";

    /** A mask of fields, and the format of the values that have them. */
    public record Part(Format format, Mask mask) {}

    public RecordMask {
        parts = parts.stream().filter(part -> !part.mask().isNone()).distinct().toList();
    }

    public boolean isNone() {
        return parts.isEmpty();
    }

    /** Hides what either hides. */
    public RecordMask with(RecordMask other) {
        List<Part> both = new ArrayList<>(parts);
        both.addAll(other.parts);
        return new RecordMask(both);
    }

    /** What is hidden of the columns that the records have. */
    public Mask columns() {
        return parts.stream().map(Part::mask).reduce(Mask.NONE, Mask::with);
    }

    /** The record with {@link Mask#MARK} for what is hidden. */
    public MaskedRecord shown(SourceRecord record) {
        if (isNone()) {
            return MaskedRecord.open(record);
        }
        Mask columns = columns();
        boolean hidesHeaders = !columns.of(SourceColumns.HEADERS).isNone();
        byte[] value = record.value();
        Optional<byte[]> shown = value == null ? Optional.empty() : shown(value);
        boolean isWithheld = value != null && shown.isEmpty();
        return new MaskedRecord(
                new SourceRecord(
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        record.timestampMillis(),
                        hidesKey() ? mark(record.key()) : record.key(),
                        isWithheld ? mark(value) : shown.orElse(null),
                        hidesHeaders
                                ? record.headers().stream()
                                        .map(RecordMask::hidden)
                                        .toList()
                                : record.headers()),
                true,
                isWithheld ? NOT_FOUND : null);
    }

    public boolean hidesKey() {
        return !columns().of(SourceColumns.KEY).isNone();
    }

    /** Returns the value without what is masked; empty if that cannot be told from the rest. */
    private Optional<byte[]> shown(byte[] value) {
        Optional<byte[]> shown = Optional.of(value);
        for (Part part : parts) {
            shown = shown.flatMap(
                    rest -> rest.length == 0 ? Optional.of(rest) : part.format().masked(rest, part.mask()));
        }
        return shown;
    }

    private static Header hidden(Header header) {
        return new Header(header.key(), mark(header.value()));
    }

    private static byte @Nullable [] mark(byte @Nullable [] value) {
        return value == null ? null : Mask.MARK.getBytes(StandardCharsets.UTF_8);
    }
}
