package io.sluice.results.query;

import static io.sluice.web.ProblemException.invalidParameter;

import io.sluice.web.Limits;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/**
 * Which part of a list is asked for.
 *
 * @param page its number, from 0; with a cursor, how many of this size come before
 * @param walks whether pages are asked for by cursor
 * @param cursor null for the first page, and where a page is asked for by its number
 */
public record Paging(
        int page,
        int size,
        Count count,
        boolean walks,
        @Nullable Cursor cursor) {

    static final int DEFAULT_SIZE = 50;
    static final int MAX_SIZE = 1000;

    /** Stands in place of the first page's cursor, which nobody has yet; empty means the same. */
    public static final String BEGIN = "begin";

    /**
     * Reads the parameters {@code page}, {@code size}, {@code after} and {@code count}.
     *
     * @throws io.sluice.web.ProblemException INVALID_PARAMETER
     */
    public static Paging parse(MultiValueMap<String, String> parameters) {
        int size = number("size", parameters.getFirst("size"), DEFAULT_SIZE, 1, MAX_SIZE);
        int page = number("page", parameters.getFirst("page"), 0, 0, Integer.MAX_VALUE / size - 1);
        String after = parameters.getFirst("after");
        Count count = Count.parse(parameters.getFirst("count"), after == null ? Count.EXACT : Count.NONE);
        if (after == null) {
            return new Paging(page, size, count, false, null);
        }
        if (page != 0) {
            throw invalidParameter("The parameters page and after exclude each other; leave page out to go on after"
                    + " a cursor, or after to have a page by its number");
        }
        Cursor cursor = after.isEmpty() || after.equals(BEGIN) ? null : Cursor.decode(after);
        int before = cursor == null ? 0 : (int) Math.min(Integer.MAX_VALUE, cursor.seen() / size);
        return new Paging(before, size, count, true, cursor);
    }

    private static int number(String name, @Nullable String text, int absent, int min, int max) {
        if (text == null || text.isEmpty()) {
            return absent;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // answered below, like a number out of range
        }
        throw invalidParameter("The parameter " + name + " is '" + Limits.echo(text)
                + "'; it takes a whole number from " + min + " to " + max);
    }

    public int skip() {
        return walks ? 0 : page * size;
    }

    /** How many rows to ask for: one more than the page has, to see whether another page comes. */
    public int fetch() {
        return size + 1;
    }

    /** How many rows come before the page, as far as the request says. */
    long seen() {
        return cursor == null ? skip() : cursor.seen();
    }

    /**
     * Takes the cursor's marks, if it belongs to this list.
     *
     * @throws io.sluice.web.ProblemException INVALID_PARAMETER if it does not
     */
    public List<@Nullable String> marks(Cursor cursor, String list, int columns) {
        if (!cursor.list().equals(list) || cursor.marks().size() != columns) {
            throw Cursor.foreign();
        }
        return cursor.marks();
    }
}
