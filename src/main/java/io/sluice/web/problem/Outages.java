package io.sluice.web.problem;

import io.sluice.stream.flow.Causes;
import io.sluice.web.OutageSign;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.transaction.TransactionSystemException;

/** Tells an outage of a service that Sluice stands on from a fault of its own. Thread-safe. */
final class Outages {

    private final ObjectProvider<OutageSign> signs;

    Outages(ObjectProvider<OutageSign> signs) {
        this.signs = signs;
    }

    /** What to answer if the exception, or one of its causes, says that a service is away; the innermost decides. */
    Optional<String> detail(Throwable thrown) {
        Optional<OutageSign> innermost =
                Causes.of(first(thrown)).flatMap(cause -> sign(cause).stream()).reduce((outer, inner) -> inner);
        return innermost.map(sign -> sign.service()
                + " cannot be reached at the moment. Sluice keeps trying; GET /api/v1/platform says since when and why."
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
