package io.sluice.web.problem;

import io.sluice.web.Problem;
import io.sluice.web.ProblemType;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Errors of Sluice itself: the log gets all of it, the caller an id to find it by. */
final class InternalErrors {

    private static final Logger LOG = LoggerFactory.getLogger(InternalErrors.class);

    Problem problem(Throwable thrown, String path) {
        String id = UUID.randomUUID().toString();
        LOG.error("Internal error {} while answering {}", id, path, thrown);
        return Problem.of(
                ProblemType.INTERNAL_ERROR,
                "This is a fault of Sluice, not of the request. Its log has the cause under " + id
                        + "; please report it with that part of the log.",
                path);
    }
}
