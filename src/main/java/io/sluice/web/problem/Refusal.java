package io.sluice.web.problem;

import java.util.Optional;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.jspecify.annotations.Nullable;

/** Distinguishes from an outage that Kafka is there but refuses Sluice's connection or an operation, which does not heal. */
final class Refusal {

    private static final int DEEPEST = 20;

    private Refusal() {}

    /** Returns what to answer, if the exception or one of its causes is such a refusal. */
    static Optional<String> of(Throwable thrown) {
        AuthenticationException stranger = Causes.find(thrown, AuthenticationException.class);
        if (stranger != null) {
            return Optional.of("Kafka refuses Sluice's connection (" + withCause(stranger)
                    + "). Correct the user, the password or the certificates in spring.kafka and start Sluice again.");
        }
        AuthorizationException forbidden = Causes.find(thrown, AuthorizationException.class);
        return forbidden == null
                ? Optional.empty()
                : Optional.of("Kafka does not let Sluice's user do this (" + forbidden.getMessage()
                        + "). Grant it the right that is missing, then repeat the request.");
    }

    /** Returns the message of the innermost cause, because only that says why a handshake failed. */
    private static @Nullable String withCause(Throwable failure) {
        Throwable root = failure;
        for (int depth = 0; root.getCause() != null && depth < DEEPEST; depth++) {
            root = root.getCause();
        }
        return root == failure ? failure.getMessage() : failure.getMessage() + ": " + root.getMessage();
    }
}
