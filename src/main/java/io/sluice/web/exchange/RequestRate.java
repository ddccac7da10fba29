package io.sluice.web.exchange;

import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How many requests each caller may send: so many in a second on the long run, and twice as many at once. Keeps the callers
 * who sent the last ones, so many at most. Thread-safe.
 */
final class RequestRate {

    static final int KEPT = 10_000;

    private static final double NANOS = 1e9;

    private final int perSecond;
    private final LongSupplier nanos;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > KEPT;
        }
    };

    private static final class Bucket {

        private double left;
        private long at;

        private Bucket(double left, long at) {
            this.left = left;
            this.at = at;
        }
    }

    /**
     * @param perSecond 0: as many as they like
     * @param nanos as {@link System#nanoTime} counts
     */
    RequestRate(int perSecond, LongSupplier nanos) {
        this.perSecond = perSecond;
        this.nanos = nanos;
    }

    /** Takes one of the caller's; returns why there is none left, null if there was one. */
    @Nullable
    ProblemException take(String caller) {
        if (perSecond == 0 || isLeft(caller)) {
            return null;
        }
        return new ProblemException(
                ProblemType.TOO_MANY_REQUESTS,
                "You sent more than " + perSecond
                        + " requests per second (sluice.web.requests-per-second). Repeat the request later, and send"
                        + " fewer: many records fit into one request, and events come by one stream.");
    }

    private synchronized boolean isLeft(String caller) {
        long now = nanos.getAsLong();
        double most = 2.0 * perSecond;
        Bucket bucket = buckets.computeIfAbsent(caller, key -> new Bucket(most, now));
        bucket.left = Math.min(most, bucket.left + (now - bucket.at) / NANOS * perSecond);
        bucket.at = now;
        if (bucket.left < 1) {
            return false;
        }
        bucket.left--;
        return true;
    }
}
