package io.sluice.stream.store.postgres.encode;

import io.sluice.stream.column.StorableTimes;
import io.sluice.stream.flow.RejectedException;

/** Writes dates and times of the years 0001 to 9999 as ISO 8601, proleptic Gregorian as in Spark and Postgres. */
final class IsoTime {

    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND;

    private IsoTime() {}

    /**
     * After Howard Hinnant's civil_from_days, with years that begin in March.
     *
     * @param day since 1970-01-01
     */
    static void date(long day, CopyBuffer out) throws RejectedException {
        if (!StorableTimes.holdDay(day)) {
            throw new RejectedException("its year is not one of 0001 to 9999");
        }
        int shifted = (int) day + 719_468;
        int era = Math.floorDiv(shifted, 146_097);
        int dayOfEra = shifted - era * 146_097;
        int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int march = (5 * dayOfYear + 2) / 153;
        int month = march < 10 ? march + 3 : march - 9;
        out.padded(era * 400 + yearOfEra + (month <= 2 ? 1 : 0), 4);
        out.put('-');
        out.padded(month, 2);
        out.put('-');
        out.padded(dayOfYear - (153 * march + 2) / 5 + 1, 2);
    }

    /**
     * @param micros since 1970-01-01T00:00
     * @param separator between date and time
     */
    static void timestamp(long micros, char separator, CopyBuffer out) throws RejectedException {
        date(Math.floorDiv(micros, MICROS_PER_DAY), out);
        long time = Math.floorMod(micros, MICROS_PER_DAY);
        int second = (int) (time / MICROS_PER_SECOND);
        out.put(separator);
        out.padded(second / 3600, 2);
        out.put(':');
        out.padded(second / 60 % 60, 2);
        out.put(':');
        out.padded(second % 60, 2);
        if (time % MICROS_PER_SECOND != 0) {
            out.put('.');
            out.padded(time % MICROS_PER_SECOND, 6);
        }
    }
}
