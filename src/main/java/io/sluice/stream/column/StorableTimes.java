package io.sluice.stream.column;

import java.time.LocalDate;

/**
 * The days and times that every store and every reader of one can hold: the years 0001 to 9999, in UTC. What is beyond
 * is nearly always a number in another unit, such as nanoseconds where milliseconds belong.
 */
public final class StorableTimes {

    private static final long MICROS_PER_MILLI = 1_000;
    private static final long MILLIS_PER_DAY = 86_400_000;
    private static final long FIRST_DAY = LocalDate.of(1, 1, 1).toEpochDay();
    private static final long LAST_DAY = LocalDate.of(9999, 12, 31).toEpochDay();

    private StorableTimes() {}

    /** @param day since 1970-01-01 */
    public static boolean holdDay(long day) {
        return day >= FIRST_DAY && day <= LAST_DAY;
    }

    /** @param millis since 1970-01-01T00:00 */
    public static boolean holdMillis(long millis) {
        return holdDay(Math.floorDiv(millis, MILLIS_PER_DAY));
    }

    /** @param micros since 1970-01-01T00:00 */
    public static boolean holdMicros(long micros) {
        return holdMillis(Math.floorDiv(micros, MICROS_PER_MILLI));
    }
}
