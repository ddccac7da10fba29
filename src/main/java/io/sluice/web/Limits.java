package io.sluice.web;

import java.util.Collection;

/**
 * How long anything in a request or a definition file may be. What is longer is refused, in time and memory that do not
 * grow with it. Beside these: {@code sluice.web.max-body-size}, {@code sluice.topics.max-records}, the patterns of names,
 * and a parameter's own range.
 */
public final class Limits {

    /** Of a definition, over REST or in a file, in bytes. */
    public static final int DEFINITION_BYTES = 1 << 20;

    /** Of a body that lists positions or offsets. */
    public static final int POSITIONS_BYTES = 4 << 20;

    /** Of a body that nobody asked for, such as one of a GET; it is thrown away. */
    public static final int UNUSED_BYTES = 64 << 10;

    /** What is read of a refused body, so that its sender gets to see the answer. */
    public static final long REFUSED_BYTES = 64L << 20;

    /** Of everything that an answer with a page holds, in bytes: the page is cut there. */
    public static final int PAGE_BYTES = 4 << 20;

    /** Positions in one replay, partitions in one change of offsets and in startingOffsets. */
    public static final int POSITIONS = 10_000;

    /** Topics of one pipeline. */
    public static final int TOPICS = 256;

    /** Columns of a sink's key. */
    public static final int KEY_COLUMNS = 32;

    public static final int DESCRIPTION_CHARACTERS = 4_000;
    public static final int SCHEMA_CHARACTERS = 100_000;
    public static final int TRANSFORM_CHARACTERS = 100_000;

    /** Levels of nesting in a record that is appended; a record that is read has its own limit, of the decoder. */
    public static final int APPENDED_DEPTH = 10_000;

    /** Filters of one query; sort keys likewise; values of one filter. */
    public static final int FILTERS = 32;

    public static final int SORTS = 32;
    public static final int FILTER_VALUES = 1_000;

    /** Faults that one answer tells; how many more there are is told as a number. */
    public static final int FAULTS = 50;

    /** Names that one message lists. */
    public static final int LISTED = 50;

    /** Characters of a caller's text that a message repeats. */
    public static final int ECHOED_CHARACTERS = 80;

    private Limits() {}

    /** A caller's text as a message can repeat it: short, and without characters that a terminal obeys. */
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

    /** The first names of many. */
    public static String list(Collection<String> names) {
        String first =
                String.join(", ", names.stream().limit(LISTED).map(Limits::echo).toList());
        return names.size() <= LISTED ? first : first + " and " + (names.size() - LISTED) + " more";
    }
}
