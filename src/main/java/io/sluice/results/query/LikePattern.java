package io.sluice.results.query;

import static io.sluice.web.ProblemException.invalidParameter;

import io.sluice.web.Limits;
import java.util.ArrayList;
import java.util.List;

/** The pattern of LIKE, also as a regular expression for stores that have no LIKE. */
public final class LikePattern {

    private LikePattern() {}

    /**
     * Returns the pattern if it is one.
     *
     * @throws io.sluice.web.ProblemException INVALID_PARAMETER if an escape has nothing to escape
     */
    static String check(String pattern) {
        int backslashes = 0;
        while (backslashes < pattern.length() && pattern.charAt(pattern.length() - 1 - backslashes) == '\\') {
            backslashes++;
        }
        if (backslashes % 2 == 1) {
            throw invalidParameter("The pattern '" + Limits.echo(pattern)
                    + "' ends with a backslash that escapes nothing; write \\\\ for a backslash");
        }
        return pattern;
    }

    /**
     * Translates the pattern for PCRE and Java, to be used with the option {@code s}. What lies between two {@code %} is
     * taken where it first occurs and never given back: that finds the same, and no pattern can take for ever.
     */
    public static String regex(String pattern) {
        List<String> parts = parts(pattern);
        StringBuilder regex = new StringBuilder("\\A").append(parts.get(0));
        for (String part : parts.subList(1, Math.max(1, parts.size() - 1))) {
            regex.append("(?>.*?").append(part).append(')');
        }
        if (parts.size() > 1) {
            regex.append(".*").append(parts.get(parts.size() - 1));
        }
        return regex.append("\\z").toString();
    }

    /** What stands between the {@code %}, each as a regular expression. */
    private static List<String> parts(String pattern) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '%') {
                parts.add(part.toString());
                part.setLength(0);
            } else if (c == '_') {
                part.append('.');
            } else {
                literal(c == '\\' ? pattern.charAt(++i) : c, part);
            }
        }
        parts.add(part.toString());
        return parts;
    }

    private static void literal(char c, StringBuilder regex) {
        boolean special = c < 128 && !Character.isLetterOrDigit(c) && c > ' ';
        regex.append(special ? "\\" : "").append(c);
    }
}
