package io.sluice.pipeline.letters;

import static io.sluice.web.ProblemException.invalidParameter;

import io.sluice.stream.flow.LetterSelection;
import io.sluice.stream.flow.Position;
import io.sluice.stream.flow.Stage;
import io.sluice.stream.format.RecordMask;
import io.sluice.stream.kafka.TopicName;
import io.sluice.web.Limits;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/** Which dead letters are meant, as a caller writes it: everything that is given must hold. */
record LetterFilter(
        @Nullable String stage,
        @Nullable String reason,
        @Nullable String topic,
        @Nullable String partition,
        @Nullable String from,
        @Nullable String to,
        @Nullable String q,
        @Nullable String key,
        @Nullable String keyEncoding) {

    static final LetterFilter NONE = new LetterFilter(null, null, null, null, null, null, null, null, null);

    /** Years that the database and every client can write. */
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

    /** Reads the parameters that {@link FilterParameters} names. */
    static LetterFilter of(MultiValueMap<String, String> parameters) {
        return new LetterFilter(
                parameters.getFirst("stage"),
                parameters.getFirst("reason"),
                parameters.getFirst("topic"),
                parameters.getFirst("partition"),
                parameters.getFirst("from"),
                parameters.getFirst("to"),
                parameters.getFirst("q"),
                parameters.getFirst("key"),
                parameters.getFirst("keyEncoding"));
    }

    /** What the list of the letters is known by. */
    List<String> identity() {
        return Stream.of(stage, reason, topic, partition, from, to, q, key, keyEncoding)
                .map(text -> text == null ? "-" : "=" + text)
                .toList();
    }

    /**
     * Refuses to look for what whoever asks may not see: whether it is found would tell.
     *
     * @throws ProblemException NOT_ALLOWED
     */
    void requireSeen(RecordMask hidden) {
        boolean looksIntoPayloads = q != null && !hidden.isNone();
        if (looksIntoPayloads || key != null && hidden.hidesKey()) {
            throw new ProblemException(
                    ProblemType.NOT_ALLOWED,
                    "The filter '" + (looksIntoPayloads ? "q" : "key")
                            + "' looks for what is masked here. Leave it out," + " or ask an admin.");
        }
    }

    /**
     * The letters that parameters select.
     *
     * @throws io.sluice.web.ProblemException INVALID_PARAMETER
     */
    LetterSelection selection(List<Stage> stages) {
        return selection(null, stages, (name, fault) -> {
            throw invalidParameter("The parameter " + name + " " + fault);
        });
    }

    /**
     * The letters that are selected.
     *
     * @param positions among which; null means all
     * @param faults hears the name of what is not valid, and a sentence to be read behind it; the answer is void then
     */
    LetterSelection selection(
            @Nullable Set<Position> positions, List<Stage> stages, BiConsumer<String, String> faults) {
        text("reason", reason, faults);
        text("q", q, faults);
        text("key", key, faults);
        if (topic != null && !TopicName.isValid(topic)) {
            faults.accept("topic", "is no name of a topic");
        }
        if (keyEncoding != null && !keyEncoding.equals(DeadLetter.UTF8) && !keyEncoding.equals(DeadLetter.BASE64)) {
            faults.accept("keyEncoding", "is '" + Limits.echo(keyEncoding) + "'; it takes utf8 or base64");
        }
        return new LetterSelection(
                positions,
                stage(stages, faults),
                reason,
                topic,
                partition(faults),
                time("from", from, faults),
                time("to", to, faults),
                q,
                bytes("key", key, keyEncoding, faults));
    }

    private @Nullable Stage stage(List<Stage> stages, BiConsumer<String, String> faults) {
        if (stage == null) {
            return null;
        }
        Stage asked = new Stage(stage);
        if (!stages.contains(asked)) {
            faults.accept(
                    "stage",
                    "is '" + Limits.echo(stage) + "'; the stages are "
                            + stages.stream().map(Stage::label).toList());
        }
        return asked;
    }

    private @Nullable Integer partition(BiConsumer<String, String> faults) {
        if (partition == null) {
            return null;
        }
        try {
            return Integer.parseUnsignedInt(partition);
        } catch (NumberFormatException e) {
            faults.accept("partition", "is '" + Limits.echo(partition) + "'; it takes a whole number from 0 on");
            return null;
        }
    }

    private static @Nullable Instant time(String name, @Nullable String text, BiConsumer<String, String> faults) {
        if (text == null) {
            return null;
        }
        try {
            Instant time = OffsetDateTime.parse(text).toInstant();
            if (!time.isBefore(FIRST) && !time.isAfter(LAST)) {
                return time;
            }
        } catch (DateTimeException e) {
            // answered below, like a time that is too far away
        }
        faults.accept(
                name,
                "is '" + Limits.echo(text) + "'; it takes a time as ISO 8601 with its zone, such as"
                        + " 2026-03-01T10:15:30Z");
        return null;
    }

    private static void text(String name, @Nullable String text, BiConsumer<String, String> faults) {
        if (text != null && text.length() > Limits.PATTERN_CHARACTERS) {
            faults.accept(
                    name,
                    "has " + text.length() + " characters; at most " + Limits.PATTERN_CHARACTERS + " are possible");
        } else if (text != null && (text.isEmpty() || text.indexOf('\0') >= 0)) {
            faults.accept(name, "is empty or has a NUL character; leave it out, or say what to look for");
        }
    }

    /**
     * Bytes as a caller writes them.
     *
     * @param encoding {@code utf8}, which null means, too, or {@code base64}
     */
    static byte @Nullable [] bytes(
            String name, @Nullable String text, @Nullable String encoding, BiConsumer<String, String> faults) {
        if (text == null) {
            return null;
        }
        if (!DeadLetter.BASE64.equals(encoding)) {
            if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
                faults.accept(name, "has half of a character, which UTF-8 cannot hold; send it as base64");
            }
            return text.getBytes(StandardCharsets.UTF_8);
        }
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            faults.accept(name, "is no base64");
            return null;
        }
    }
}
