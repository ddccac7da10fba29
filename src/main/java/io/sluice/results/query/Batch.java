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
    private static final int MOST_AT_ONCE = 1_000;

    private final List<R> rows = new ArrayList<>();
    private long bytes;
    private boolean cut;

    /**
     * Takes the row unless the page is full, and then never again another.
     *
     * @param weight roughly the bytes that it takes in the answer
     */
    public boolean offer(R row, long weight) {
        if (bytes >= Limits.PAGE_BYTES) {
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

    /** How many rows to fetch next, so that they are not much more than there is room for. */
    public int nextFetch() {
        long each = Math.max(1, bytes / Math.max(1, rows.size()));
        return (int) Math.max(1, Math.min(MOST_AT_ONCE, (Limits.PAGE_BYTES - bytes) / each + 1));
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
