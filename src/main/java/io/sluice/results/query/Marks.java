package io.sluice.results.query;

import static io.sluice.web.ProblemException.invalidParameter;

import io.sluice.web.ProblemException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How the values of a row stand in a cursor: long ones as a digest, so that the cursor still fits into an address. */
public final class Marks {

    private static final int LONGEST = 256;
    private static final int DIGEST_BYTES = 18;

    private Marks() {}

    /**
     * Makes the marks of a row.
     *
     * @param whole the places of the values that find the row again, and are never shortened
     */
    public static List<@Nullable String> of(List<@Nullable String> values, IntPredicate whole) {
        List<@Nullable String> marks = new ArrayList<>();
        for (String value : values) {
            if (value == null) {
                marks.add(null);
            } else {
                marks.add(value.length() <= LONGEST || whole.test(marks.size()) ? "=" + value : digest(value));
            }
        }
        return marks;
    }

    /**
     * Finds the values of which the marks were made.
     *
     * @param again the row's values read again, which is done only if one of them is too long for a mark; empty if the
     *     row is gone
     * @throws io.sluice.web.ProblemException INVALID_PARAMETER if that value is no longer the same
     */
    public static List<@Nullable String> values(List<@Nullable String> marks, Supplier<List<@Nullable String>> again) {
        List<@Nullable String> values = new ArrayList<>();
        List<@Nullable String> read = null;
        for (String mark : marks) {
            if (mark != null && mark.startsWith("#")) {
                read = read == null ? again.get() : read;
                String value = read.isEmpty() ? null : read.get(values.size());
                if (value == null || !digest(value).equals(mark)) {
                    throw gone();
                }
                values.add(value);
            } else {
                values.add(mark == null ? null : mark.substring(1));
            }
        }
        return values;
    }

    static boolean isMark(@Nullable String text) {
        return text == null || text.startsWith("=") || text.startsWith("#");
    }

    /** Makes a hash of the text, of so many bytes, as text that is safe in an address. */
    static String digest(String text, int bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private static String digest(String value) {
        return "#" + digest(value, DIGEST_BYTES);
    }

    private static ProblemException gone() {
        return invalidParameter("The row at which the cursor in the parameter after stands has changed"
                + " or is gone, and its values were too long for the cursor; begin anew with after=begin, or sort by a"
                + " column with shorter values");
    }
}
