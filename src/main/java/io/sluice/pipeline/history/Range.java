package io.sluice.pipeline.history;

import io.sluice.web.Limits;
import io.sluice.web.ProblemException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/**
 * Which time of a history is asked for, and how finely: in seconds since 1970, the end not included.
 *
 * @param step seconds
 */
record Range(long from, long to, long step) {

    static final int MOST_POINTS = 2_000;

    /** The earliest and the latest time that can be asked for: nothing overflows there. */
    private static final Instant EARLIEST = Instant.EPOCH;

    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    private static final long[] ROUND = {
        1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400
    };

    /**
     * @param from an ISO 8601 time; by default an hour before {@code to}
     * @param to by default now
     * @param step a duration such as PT1M or 1m; by default, and if there would be more than {@link #MOST_POINTS} points,
     *     the next coarser one that is round
     * @throws ProblemException INVALID_PARAMETER
     */
    static Range of(@Nullable String from, @Nullable String to, @Nullable String step, Instant now) {
        Instant end = to == null ? now : time("to", to);
        Instant begin = from == null ? end.minus(Duration.ofHours(1)) : time("from", from);
        if (!begin.isBefore(end)) {
            throw ProblemException.invalidParameter("'from' must be before 'to'");
        }
        long seconds = Math.max(1, ceilDiv(end.toEpochMilli() - begin.toEpochMilli(), 1_000));
        long least = ceilDiv(seconds, MOST_POINTS - 1);
        long asked = step == null ? 1 : step(step);
        return new Range(
                begin.getEpochSecond(), ceilDiv(end.toEpochMilli(), 1_000), asked >= least ? asked : round(least));
    }

    private static long round(long least) {
        return Arrays.stream(ROUND)
                .filter(round -> round >= least)
                .findFirst()
                .orElseGet(() -> ceilDiv(least, 86_400) * 86_400);
    }

    private static long ceilDiv(long dividend, long divisor) {
        return -Math.floorDiv(-dividend, divisor);
    }

    private static Instant time(String name, String text) {
        try {
            Instant time = Instant.parse(text);
            if (!time.isBefore(EARLIEST) && time.isBefore(LATEST)) {
                return time;
            }
        } catch (DateTimeException e) {
            // Told below.
        }
        throw ProblemException.invalidParameter(
                "'" + name + "' is '" + Limits.echo(text) + "'; it must be a time such as 2026-01-31T08:00:00Z");
    }

    private static long step(String text) {
        try {
            Duration step = DurationStyle.detectAndParse(text, ChronoUnit.SECONDS);
            if (step.compareTo(Duration.ofSeconds(1)) >= 0 && step.compareTo(Duration.ofDays(366)) <= 0) {
                return step.toSeconds();
            }
        } catch (IllegalArgumentException | ArithmeticException e) {
            // Told below.
        }
        throw ProblemException.invalidParameter("'step' is '" + Limits.echo(text)
                + "'; it must be a duration such as PT1M or 1m, from a second to a year");
    }

    /** The first second of the step that this second is in. */
    long bucket(long second) {
        return Math.floorDiv(second, step) * step;
    }
}
