package io.sluice.inference;

import io.sluice.stream.column.ColumnType;
import java.util.Set;

/** The texts at one place of a sample: how many fit which type. Not thread-safe. */
final class Texts {

    /** Shorter ones are too often words, names and codes that only look like base64. */
    private static final int SHORTEST_BASE64 = 16;

    long count;
    long dates;
    long timestamps;
    long withoutOffset;
    long base64;
    /** How many have upper and lower case letters and digits, as bytes in base64 nearly always have. */
    long mixed;
    /** How many of those have padding or a plus sign besides, which a code or a name has not. */
    long convincing;

    void add(String text, Set<ColumnType> fits) {
        count++;
        dates += fits.contains(ColumnType.DATE) ? 1 : 0;
        timestamps += fits.contains(ColumnType.TIMESTAMP) ? 1 : 0;
        withoutOffset += fits.contains(ColumnType.TIMESTAMP_NTZ) ? 1 : 0;
        if (fits.contains(ColumnType.BINARY) && text.length() >= SHORTEST_BASE64) {
            base64++;
            if (isMixed(text)) {
                mixed++;
                convincing += text.endsWith("=") || text.indexOf('+') >= 0 ? 1 : 0;
            }
        }
    }

    void add(Texts other) {
        count += other.count;
        dates += other.dates;
        timestamps += other.timestamps;
        withoutOffset += other.withoutOffset;
        base64 += other.base64;
        mixed += other.mixed;
        convincing += other.convincing;
    }

    private static boolean isMixed(String text) {
        return text.chars().anyMatch(Character::isUpperCase)
                && text.chars().anyMatch(Character::isLowerCase)
                && text.chars().anyMatch(Character::isDigit);
    }
}
