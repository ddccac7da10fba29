package io.sluice.stream.flow;

/**
 * What became of dead letters that were replayed; {@code tried = stored + filtered + rejected}.
 *
 * @param tried letters that were taken out and carried through the flow
 * @param stored those that are gone, because every row of their records that was missing is stored
 * @param filtered those that are gone, because the transform filters their records out
 * @param rejected those whose records are dead letters again
 * @param withoutStore letters that were not tried and stay as they are, because the flow does not have the store any more
 *     that refused their records
 */
public record ReplayCounts(long tried, long stored, long filtered, long rejected, long withoutStore) {

    public static final ReplayCounts NONE = new ReplayCounts(0, 0, 0, 0);

    /** Of letters that were all tried. */
    public ReplayCounts(long tried, long stored, long filtered, long rejected) {
        this(tried, stored, filtered, rejected, 0);
    }

    public ReplayCounts plus(ReplayCounts other) {
        return new ReplayCounts(
                tried + other.tried,
                stored + other.stored,
                filtered + other.filtered,
                rejected + other.rejected,
                withoutStore + other.withoutStore);
    }
}
