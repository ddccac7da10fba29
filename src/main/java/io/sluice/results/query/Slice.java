package io.sluice.results.query;

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
 * @param cut true if the page ends before its size, because its rows are large; else null
 */
public record Slice<T>(
        List<T> items,
        @Nullable String next,
        @Nullable Long total,
        @Nullable Boolean estimated,
        @Nullable Boolean cut) {

    /** The only page of a list that has no rows. */
    public static <T> Slice<T> empty(Paging paging) {
        return new Slice<>(List.of(), null, paging.count() == Count.NONE ? null : 0L, null, null);
    }

    /**
     * Makes a page of what a store has fetched, and counts as the caller asks.
     *
     * @param fetched the rows of the page, and one more if there is one
     * @param cursor makes the cursor of a row, from how many rows there are up to it
     * @param exact counts all rows
     * @param estimate what the store knows without counting; empty if nothing
     */
    public static <R, T> Slice<T> of(
            Paging paging,
            Batch<R> fetched,
            Function<R, T> item,
            CursorOf<R> cursor,
            LongSupplier exact,
            Supplier<OptionalLong> estimate) {
        boolean full = fetched.size() > paging.size();
        boolean more = full || fetched.isCut();
        Boolean cut = more && !full ? Boolean.TRUE : null;
        List<R> rows = full ? fetched.rows().subList(0, paging.size()) : fetched.rows();
        long seen = paging.seen() + rows.size();
        String next = more ? cursor.after(rows.get(rows.size() - 1), seen).encode() : null;
        List<T> items = rows.stream().map(item).toList();
        // By cursor, what came before was counted at another time.
        boolean shown = !more && paging.cursor() == null && (paging.skip() == 0 || !rows.isEmpty());
        return switch (paging.count()) {
            case NONE -> new Slice<>(items, next, null, null, cut);
            case EXACT -> new Slice<>(items, next, shown ? seen : exact.getAsLong(), null, cut);
            case ESTIMATE ->
                shown
                        ? new Slice<>(items, next, seen, null, cut)
                        : estimated(items, next, seen + (more ? 1 : 0), estimate.get(), cut);
        };
    }

    private static <T> Slice<T> estimated(
            List<T> items, @Nullable String next, long least, OptionalLong estimate, @Nullable Boolean cut) {
        return estimate.isEmpty()
                ? new Slice<>(items, next, null, null, cut)
                : new Slice<>(items, next, Math.max(least, estimate.getAsLong()), true, cut);
    }

    /** Makes the cursor that stands at a row. */
    public interface CursorOf<R> {
        Cursor after(R row, long seen);
    }
}
