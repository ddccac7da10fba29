package io.sluice.results;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a page, and what is known of the rows around them.
 *
 * @param next the cursor of the page after this one; null if this is the last
 * @param total rows on all pages; null if unknown
 * @param estimated true if the total is an estimate, else null
 */
record Slice<T>(
        List<T> items,
        @Nullable String next,
        @Nullable Long total,
        @Nullable Boolean estimated) {

    /**
     * @param fetched the rows of the page, and one more if there is one
     * @param cursor of a row, from how many rows there are up to it
     * @param exact counts
     * @param estimate empty if the store has none
     */
    static <R, T> Slice<T> of(
            Paging paging,
            List<R> fetched,
            Function<R, T> item,
            CursorOf<R> cursor,
            LongSupplier exact,
            Supplier<OptionalLong> estimate) {
        boolean more = fetched.size() > paging.size();
        List<R> rows = more ? fetched.subList(0, paging.size()) : fetched;
        long seen = paging.seen() + rows.size();
        String next = more ? cursor.after(rows.get(rows.size() - 1), seen).encode() : null;
        List<T> items = rows.stream().map(item).toList();
        // By cursor, what came before was counted at another time.
        boolean shown = !more && paging.cursor() == null && (paging.skip() == 0 || !rows.isEmpty());
        return switch (paging.count()) {
            case NONE -> new Slice<>(items, next, null, null);
            case EXACT -> new Slice<>(items, next, shown ? seen : exact.getAsLong(), null);
            case ESTIMATE ->
                shown
                        ? new Slice<>(items, next, seen, null)
                        : estimated(items, next, seen + (more ? 1 : 0), estimate.get());
        };
    }

    private static <T> Slice<T> estimated(List<T> items, @Nullable String next, long least, OptionalLong estimate) {
        return estimate.isEmpty()
                ? new Slice<>(items, next, null, null)
                : new Slice<>(items, next, Math.max(least, estimate.getAsLong()), true);
    }

    /** Makes the cursor that stands at a row. */
    interface CursorOf<R> {
        Cursor after(R row, long seen);
    }
}
