package io.sluice.web.request;

import java.util.Arrays;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * How a parameter's value is written. Spring by itself takes {@code 0x1} for 1 and {@code on} for true, and drops from
 * around a constant what cannot be seen.
 */
final class Written {

    private static final Pattern WHOLE = Pattern.compile("0|-?[1-9][0-9]{0,18}");

    private Written() {}

    /** Says whether a text is written as a value of the type is; its range is checked elsewhere, and an empty text fits any type. */
    static boolean fits(Class<?> type, String text) {
        if (text.isEmpty()) {
            return true;
        }
        if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
            return WHOLE.matcher(text).matches();
        }
        if (type == boolean.class || type == Boolean.class) {
            return text.equals("true") || text.equals("false");
        }
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .anyMatch(constant -> ((Enum<?>) constant).name().equals(text));
        }
        return type != UUID.class || isUuid(text);
    }

    private static boolean isUuid(String text) {
        try {
            return UUID.fromString(text).toString().equalsIgnoreCase(text);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
