package io.sluice.pipeline.history;

/**
 * How a pipeline was during a stretch of time.
 *
 * @param span for how many seconds it was looked at
 * @param in records that were read
 * @param out records that are in every store
 * @param rejected records that became dead letters
 * @param batches micro-batches that had records
 * @param millis that these took together
 * @param longest milliseconds that the longest took
 * @param phases how long their phases took together
 * @param lag the most offsets that it was behind; {@link #UNKNOWN} if that was never known
 * @param lagSeconds the most seconds that it was behind; {@link #UNKNOWN} if that was never known
 */
record Point(
        long span,
        long in,
        long out,
        long rejected,
        long batches,
        long millis,
        long longest,
        Phases phases,
        long lag,
        long lagSeconds) {

    static final long UNKNOWN = -1;

    /** A second in which nothing went on. */
    static Point idle(long lag, long lagSeconds) {
        return new Point(1, 0, 0, 0, 0, 0, 0, Phases.NONE, lag, lagSeconds);
    }

    /** The same second, with what was seen of it later. */
    Point within(Point later) {
        Point both = plus(later);
        return new Point(
                span,
                both.in,
                both.out,
                both.rejected,
                both.batches,
                both.millis,
                both.longest,
                both.phases,
                later.lag,
                later.lagSeconds);
    }

    /** Both stretches as one. */
    Point plus(Point other) {
        return new Point(
                span + other.span,
                in + other.in,
                out + other.out,
                rejected + other.rejected,
                batches + other.batches,
                millis + other.millis,
                Math.max(longest, other.longest),
                phases.plus(other.phases),
                Math.max(lag, other.lag),
                Math.max(lagSeconds, other.lagSeconds));
    }
}
