package io.sluice.stream.flow;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters of a pipeline are meant: those that meet everything that is given; what is null is not asked.
 *
 * @param positions where their records stand in Kafka
 * @param reason a pattern of the whole reason, in which {@code *} stands for any text; without one, a part of it
 * @param from when they were rejected at the earliest
 * @param to when they were rejected, at a time before this
 * @param text a part of the record's value, as UTF-8
 * @param key the record's whole key
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record LetterSelection(
        @Nullable Set<Position> positions,
        @Nullable Stage stage,
        @Nullable String reason,
        @Nullable String topic,
        @Nullable Integer partition,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String text,
        byte @Nullable [] key) {

    /** All that there are. */
    public static final LetterSelection ALL = of(null);

    /** @param positions null means all */
    public static LetterSelection of(@Nullable Set<Position> positions) {
        return new LetterSelection(positions, null, null, null, null, null, null, null, null);
    }
}
