package io.sluice.stream.transform.evaluation;

import io.sluice.stream.transform.fault.SteadyText;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Measures what an expression is about to make, against the {@link Allowance}. Each method but {@code concat} and {@code
 * replace} hands its value on as it is. Public because the code that Spark generates calls it, by the names in {@code
 * Bounds}.
 */
public final class Measure {

    /** What an element of an array of texts takes with the objects around it. */
    private static final int PART = 96;

    /** What a reference takes while the array that it is in is copied, some times over. */
    private static final int REFERENCE = 24;

    private static final int LONGEST_PATTERN = 1_000;

    private static final int FIELD = 8;
    private static final int ROW = 32;

    /** Below it, the largest possible result is taken for the real one. */
    private static final int SHORT = 4096;

    /** What a group that looks around begins with, and some others. */
    private static final UTF8String SPECIAL_GROUP = UTF8String.fromString("(?");

    private Measure() {}

    /** Joins two texts. */
    public static UTF8String concat(Allowance allowance, UTF8String a, UTF8String b) {
        return joined(allowance, a, b);
    }

    /** Joins three texts. */
    public static UTF8String concat(Allowance allowance, UTF8String a, UTF8String b, UTF8String c) {
        return joined(allowance, a, b, c);
    }

    /** Joins four texts. */
    public static UTF8String concat(Allowance allowance, UTF8String a, UTF8String b, UTF8String c, UTF8String d) {
        return joined(allowance, a, b, c, d);
    }

    /** Joins five texts. */
    public static UTF8String concat(
            Allowance allowance, UTF8String a, UTF8String b, UTF8String c, UTF8String d, UTF8String e) {
        return joined(allowance, a, b, c, d, e);
    }

    /** Joins six texts. */
    public static UTF8String concat(
            Allowance allowance, UTF8String a, UTF8String b, UTF8String c, UTF8String d, UTF8String e, UTF8String f) {
        return joined(allowance, a, b, c, d, e, f);
    }

    /** Only what is beyond the longest text counts: a text that grows piece by piece is not charged for each step. */
    private static UTF8String joined(Allowance allowance, UTF8String... texts) {
        long all = 0;
        int longest = 0;
        for (UTF8String text : texts) {
            all += text.numBytes();
            longest = Math.max(longest, text.numBytes());
        }
        allowance.take(all - longest);
        return UTF8String.concat(texts);
    }

    /** Replaces as {@link UTF8String#replace} does. */
    public static UTF8String replace(Allowance allowance, UTF8String text, UTF8String search, UTF8String replacement) {
        long growth = replacement.numBytes() - search.numBytes();
        if (growth > 0 && search.numBytes() > 0) {
            long most = text.numBytes() / search.numBytes() * growth;
            allowance.take(most <= SHORT ? most : occurrences(text, search) * growth);
        }
        return text.replace(search, replacement);
    }

    private static long occurrences(UTF8String text, UTF8String search) {
        long found = 0;
        int at = 0;
        while (at <= text.numBytes() - search.numBytes()) {
            if (isAt(text, at, search)) {
                found++;
                at += search.numBytes();
            } else {
                at++;
            }
        }
        return found;
    }

    private static boolean isAt(UTF8String text, int at, UTF8String search) {
        for (int i = 0; i < search.numBytes(); i++) {
            if (SteadyText.byteAt(text, at + i) != SteadyText.byteAt(search, i)) {
                return false;
            }
        }
        return true;
    }

    private static int count(UTF8String text, char ascii) {
        int found = 0;
        for (int i = 0; i < text.numBytes(); i++) {
            found += SteadyText.byteAt(text, i) == ascii ? 1 : 0;
        }
        return found;
    }

    /** Measures text in which what matches is about to be replaced. */
    public static UTF8String matches(
            Allowance allowance, UTF8String text, UTF8String expression, UTF8String replacement) {
        matches(allowance, text, expression, 2L * replacement.numBytes(), count(replacement, '$'));
        return text;
    }

    /** Measures text that is about to be split where it matches. */
    public static UTF8String parts(Allowance allowance, UTF8String text, UTF8String expression) {
        matches(allowance, text, expression, PART, 0);
        return text;
    }

    /** Measures text of which all matches are about to be taken out. */
    public static UTF8String extracts(Allowance allowance, UTF8String text, UTF8String expression) {
        matches(allowance, text, expression, PART, 1);
        return text;
    }

    /** @param groups how many groups each match yields; one that looks around may be as long as the text each time */
    private static void matches(
            Allowance allowance, UTF8String text, UTF8String expression, long perMatch, int groups) {
        long length = text.numBytes();
        boolean overlap = groups > 0 && expression.contains(SPECIAL_GROUP);
        long most = (length + 1) * perMatch + groups * 2L * length * (overlap ? length + 1 : 1);
        if (allowance.allows(most)) {
            return;
        }
        Matcher matcher = Pattern.compile(expression.toString()).matcher(text.toString());
        long all = 0;
        while (matcher.find()) {
            all += perMatch + groups * 2L * longestGroup(matcher);
            allowance.require(all);
        }
    }

    private static long longestGroup(Matcher matcher) {
        int longest = 0;
        for (int group = 0; group <= matcher.groupCount(); group++) {
            longest = Math.max(longest, matcher.end(group) - matcher.start(group));
        }
        return longest;
    }

    /** Measures text of which so many times as much may become. */
    public static UTF8String grows(Allowance allowance, UTF8String text, int times) {
        allowance.take((long) times * text.numBytes());
        return text;
    }

    /** Measures bytes as it measures text. */
    public static byte[] grows(Allowance allowance, byte[] bytes, int times) {
        allowance.take((long) times * bytes.length);
        return bytes;
    }

    /** Measures an array whose references are copied into so many fields beside it. */
    public static ArrayData grows(Allowance allowance, ArrayData array, int fields) {
        allowance.take((long) array.numElements() * REFERENCE * fields);
        return array;
    }

    /** Measures an array of arrays that becomes one. */
    public static ArrayData flat(Allowance allowance, ArrayData arrays) {
        long all = 0;
        int longest = 0;
        for (int i = 0; i < arrays.numElements(); i++) {
            if (!arrays.isNullAt(i)) {
                int elements = arrays.getArray(i).numElements();
                all += elements;
                longest = Math.max(longest, elements);
            }
        }
        allowance.take((all - longest) * REFERENCE);
        return arrays;
    }

    /** Measures an array whose elements become rows of so many fields. */
    public static ArrayData zipped(Allowance allowance, ArrayData array, int fields) {
        allowance.require((long) array.numElements() * (ROW + (long) FIELD * fields));
        return array;
    }

    /** Measures JSON of which structs of up to so many fields are made: each has a brace of its own. */
    public static UTF8String json(Allowance allowance, UTF8String json, int fields) {
        long each = ROW + (long) FIELD * fields;
        if (!allowance.allows(json.numBytes() * each)) {
            allowance.require(count(json, '{') * each);
        }
        return json;
    }

    /** Measures the pattern of a time: what is made of it is many times as large, and kept beyond the record. */
    public static UTF8String pattern(Allowance allowance, UTF8String pattern) {
        if (pattern.numBytes() > LONGEST_PATTERN) {
            throw new IllegalArgumentException("a pattern for times has " + pattern.numBytes() + " bytes; at most "
                    + LONGEST_PATTERN + " are possible");
        }
        return pattern;
    }

    /** Measures text that is about to stand between two others. */
    public static UTF8String between(Allowance allowance, UTF8String text, UTF8String separator) {
        allowance.take((long) text.numBytes() + separator.numBytes());
        return text;
    }

    /** Measures an array whose texts become one, with that between them. */
    public static ArrayData between(Allowance allowance, ArrayData texts, UTF8String separator) {
        for (int i = 0; i < texts.numElements(); i++) {
            allowance.take((texts.isNullAt(i) ? 0L : texts.getUTF8String(i).numBytes()) + separator.numBytes());
        }
        return texts;
    }

    /** Measures text that is kept, or written out, whole. */
    public static UTF8String whole(Extent extent, UTF8String text) {
        extent.take(Extent.TEXT + text.numBytes());
        return text;
    }

    /** Measures bytes that are kept, or written out, whole. */
    public static byte[] whole(Extent extent, byte[] bytes) {
        extent.take(Extent.TEXT + bytes.length);
        return bytes;
    }

    /** Measures an array with its elements. */
    public static ArrayData whole(Extent extent, ArrayData array) {
        extent.take(array);
        return array;
    }

    /** Measures a map with its keys and values. */
    public static MapData whole(Extent extent, MapData map) {
        extent.take(map);
        return map;
    }

    /** Measures a struct with its fields. */
    public static InternalRow whole(Extent extent, InternalRow struct) {
        extent.take(struct);
        return struct;
    }
}
