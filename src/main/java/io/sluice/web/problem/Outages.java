package io.sluice.web.problem;

import io.sluice.web.OutageSign;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.transaction.TransactionSystemException;

/** Tells an outage of a service that Sluice stands on from a fault of its own. Thread-safe. */
final class Outages {

    private static final int DEEPEST = 20;

    private final ObjectProvider<OutageSign> signs;

    Outages(ObjectProvider<OutageSign> signs) {
        this.signs = signs;
    }

    /** What to answer if the exception, or one of its causes, says that a service is away; the innermost decides. */
    Optional<String> detail(Throwable thrown) {
        Optional<OutageSign> found = Optional.empty();
        Throwable cause = first(thrown);
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            Optional<OutageSign> sign = sign(cause);
            found = sign.isPresent() ? sign : found;
            cause = cause.getCause();
        }
        return found.map(sign -> sign.service()
                + " cannot be reached at the moment. Sluice keeps trying; GET /api/v1/platform tells since when and why."
                + " Repeat the request later.");
    }

    private Optional<OutageSign> sign(Throwable cause) {
        return signs.stream().filter(sign -> sign.outage().test(cause)).findFirst();
    }

    /** A transaction on a connection that broke cannot be rolled back either, and that is thrown in place of the cause. */
    private static Throwable first(Throwable thrown) {
        Throwable original =
                thrown instanceof TransactionSystemException rollback ? rollback.getOriginalException() : null;
        return original == null ? thrown : original;
    }
}
