package io.sluice.web;

import java.util.Collection;

/**
 * How long anything in a request or a definition file may be. What is longer is refused, in time and memory that do not
 * grow with it. Beside these: {@code sluice.web.max-body-size}, {@code sluice.topics.max-records}, the patterns of names,
 * and a parameter's own range.
 */
public final class Limits {

    /** The most bytes of a definition, over REST or in a file. */
    public static final int DEFINITION_BYTES = 1 << 20;

    /** The most bytes of a body that lists positions or offsets. */
    public static final int POSITIONS_BYTES = 4 << 20;

    /** The most bytes of a definition with records to try it on. */
    public static final int PREVIEW_BYTES = 5 << 20;

    /** The most records of one preview. */
    public static final int PREVIEW_RECORDS = 1_000;

    /** The most bytes of a body that its operation does not take, such as one of a GET; it is thrown away. */
    public static final int UNUSED_BYTES = 64 << 10;

    /** The most bytes that are read of a refused body, so that its sender gets to see the answer. */
    public static final long REFUSED_BYTES = 64L << 20;

    /** The most bytes of everything that an answer with a page holds: the page is cut there. */
    public static final int PAGE_BYTES = 4 << 20;

    /** The most positions in one replay, and partitions in one change of offsets and in {@code startingOffsets}. */
    public static final int POSITIONS = 10_000;

    /** The most edited records in one replay. */
    public static final int EDITS = 1_000;

    /** The most characters of a pattern, or of a text to look for. */
    public static final int PATTERN_CHARACTERS = 1_000;

    /** The most topics of one pipeline. */
    public static final int TOPICS = 256;

    /** The most fields that a definition masks, and the most characters of the path of one. */
    public static final int MASKED_FIELDS = 256;

    public static final int MASKED_PATH = 1_000;

    /** The most columns of a sink's key. */
    public static final int KEY_COLUMNS = 32;

    public static final int DESCRIPTION_CHARACTERS = 4_000;
    public static final int SCHEMA_CHARACTERS = 100_000;
    public static final int TRANSFORM_CHARACTERS = 100_000;

    /** The most levels of nesting in a record that is appended; for a record that is read, the decoder has its own limit. */
    public static final int APPENDED_DEPTH = 10_000;

    /** The most filters of one query. */
    public static final int FILTERS = 32;

    /** The most sort keys of one query. */
    public static final int SORTS = 32;

    /** The most values of one filter. */
    public static final int FILTER_VALUES = 1_000;

    /** The most faults that one answer names; it says how many more there are. */
    public static final int FAULTS = 50;

    /** The most names that one message lists. */
    public static final int LISTED = 50;

    /** The most characters of a caller's text that a message repeats. */
    public static final int ECHOED_CHARACTERS = 80;

    private Limits() {}

    /** Returns a caller's text as a message can repeat it: short, and without characters that a terminal obeys. */
    public static String echo(String text) {
        String start = text.length() <= ECHOED_CHARACTERS
                ? text
                : text.substring(
                                0,
                                Character.isHighSurrogate(text.charAt(ECHOED_CHARACTERS - 1))
                                        ? ECHOED_CHARACTERS - 1
                                        : ECHOED_CHARACTERS)
                        + "…";
        return start.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
    }

    /** Returns the first of the names, and how many more there are. */
    public static String list(Collection<String> names) {
        String first =
                String.join(", ", names.stream().limit(LISTED).map(Limits::echo).toList());
        return names.size() <= LISTED ? first : first + " and " + (names.size() - LISTED) + " more";
    }
}
