package io.sluice.results.query;

import io.sluice.web.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a page as they come, until they are as large as a page may be; the first is taken however large it is.
 * Not thread-safe.
 */
public final class Batch<R> {

    private static final int OF_A_VALUE = 16;

    private final List<R> rows = new ArrayList<>();
    private long bytes;
    private boolean cut;

    /**
     * Takes the row unless the page is full, and then never again another.
     *
     * @param weight roughly the bytes that it takes in the answer
     */
    public boolean offer(R row, long weight) {
        if (cut || bytes >= Limits.PAGE_BYTES) {
            cut = true;
            return false;
        }
        rows.add(row);
        bytes += weight;
        return true;
    }

    public List<R> rows() {
        return rows;
    }

    public int size() {
        return rows.size();
    }

    /** Whether there were rows for which there was no room. */
    public boolean isCut() {
        return cut;
    }

    /** How many bytes to ask for, one at least: the row that goes beyond them is the last that is taken, or shows that it is cut. */
    public long room() {
        return Math.max(1, Limits.PAGE_BYTES - bytes);
    }

    /** Says that there are rows for which there was no room; no other is taken. */
    public void cut() {
        cut = true;
    }

    /** Says roughly how many bytes a value takes in an answer. */
    public static long weight(@Nullable Object item) {
        if (item instanceof String text) {
            return OF_A_VALUE + text.length();
        }
        if (item instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .mapToLong(entry -> weight(entry.getKey()) + weight(entry.getValue()))
                    .sum();
        }
        if (item instanceof List<?> list) {
            return list.stream().mapToLong(Batch::weight).sum();
        }
        return OF_A_VALUE;
    }
}
