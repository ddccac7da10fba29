package io.sluice.stream.format.json.text;

import java.time.LocalDate;
import java.time.Month;
import java.time.chrono.IsoChronology;

/**
 * Reads the ISO-8601 forms of dates and times from ASCII, strictly. Methods set {@link #failed} rather than throw, so
 * that the caller can name the whole text.
 */
public final class IsoText {

    private static final int MICROS_DIGITS = 6;

    private final byte[] text;
    private int at;
    private boolean failed;

    public IsoText(byte[] text) {
        this.text = text;
    }

    /** Whether everything so far was well-formed and nothing is left. */
    public boolean isComplete() {
        return !failed && at == text.length;
    }

    /** {@code yyyy-MM-dd}, years 0001 to 9999; days since the epoch. */
    public long date() {
        int year = number(4, 1, 9999);
        expect('-');
        int month = number(2, 1, 12);
        expect('-');
        int day = number(2, 1, 31);
        if (failed || day > Month.of(month).length(IsoChronology.INSTANCE.isLeapYear(year))) {
            failed = true;
            return 0;
        }
        return LocalDate.of(year, month, day).toEpochDay();
    }

    /** {@code HH:mm}, {@code HH:mm:ss} or {@code HH:mm:ss.fraction}; microseconds of the day. */
    public long time() {
        long seconds = number(2, 0, 23) * 3600L;
        expect(':');
        seconds += number(2, 0, 59) * 60L;
        if (!accept(':')) {
            return seconds * 1_000_000;
        }
        seconds += number(2, 0, 59);
        return seconds * 1_000_000 + (accept('.') ? fraction() : 0);
    }

    /** {@code Z}, {@code ±HH} or {@code ±HH:mm}; seconds east of UTC, 0 if there is none. */
    public int offset() {
        if (at == text.length || accept('Z')) {
            return 0;
        }
        boolean west = accept('-');
        if (!west) {
            expect('+');
        }
        int seconds = number(2, 0, 23) * 3600;
        if (accept(':')) {
            seconds += number(2, 0, 59) * 60;
        }
        return west ? -seconds : seconds;
    }

    public void expect(char c) {
        failed |= !accept(c);
    }

    /** Reads at least one digit; those after the sixth must be zeros, since there is room for microseconds only. */
    private long fraction() {
        long micros = 0;
        int count = 0;
        for (; at < text.length && text[at] >= '0' && text[at] <= '9'; at++, count++) {
            if (count < MICROS_DIGITS) {
                micros = micros * 10 + text[at] - '0';
            } else {
                failed |= text[at] != '0';
            }
        }
        failed |= count == 0;
        for (; count < MICROS_DIGITS; count++) {
            micros *= 10;
        }
        return micros;
    }

    private boolean accept(char c) {
        if (at < text.length && text[at] == c) {
            at++;
            return true;
        }
        return false;
    }

    private int number(int digits, int min, int max) {
        int value = 0;
        for (int end = at + digits; at < end; at++) {
            if (at >= text.length || text[at] < '0' || text[at] > '9') {
                failed = true;
                return min;
            }
            value = value * 10 + text[at] - '0';
        }
        failed |= value < min || value > max;
        return value;
    }
}
