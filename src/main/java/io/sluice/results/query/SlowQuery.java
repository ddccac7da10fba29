package io.sluice.results.query;

import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What to answer when a store takes longer over a query than it is given. */
public final class SlowQuery {

    private SlowQuery() {}

    /**
     * Makes the problem.
     *
     * @param store the store's name in a sentence
     * @param index that would serve the order; null if there is one already
     */
    public static ProblemException problem(String store, Duration limit, @Nullable String index) {
        return new ProblemException(
                ProblemType.QUERY_TIMEOUT,
                store + " did not answer this query within " + limit.toMillis() + " ms (sluice.results.query-timeout)."
                        + " If the store is busy, or another session holds a lock, repeat the request later. If this"
                        + " lasts, " + advice(index));
    }

    /**
     * Makes the problem of a query that needs more than the store's operator lets a session have.
     *
     * @param reason which limit it was, as the store says
     */
    public static ProblemException limited(String store, String reason, @Nullable String index) {
        return new ProblemException(
                ProblemType.QUERY_TIMEOUT,
                store + " ended this query at a limit of its own (" + reason + "). Raise the limit there, or "
                        + advice(index));
    }

    private static String advice(@Nullable String index) {
        return "leave the count out (count=none), go on by cursor (after) instead of page, narrow it by filters on indexed"
                + " columns" + (index == null ? "" : ", or create an index: " + index);
    }
}
