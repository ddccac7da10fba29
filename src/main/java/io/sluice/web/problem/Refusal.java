package io.sluice.web.problem;

import io.sluice.stream.flow.Causes;
import java.util.Optional;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.jspecify.annotations.Nullable;

/** Distinguishes from an outage that Kafka is there but refuses Sluice's connection or an operation, which does not heal. */
final class Refusal {

    private Refusal() {}

    /** Returns what to answer, if the exception or one of its causes is such a refusal. */
    static Optional<String> of(Throwable thrown) {
        return Causes.find(thrown, AuthenticationException.class)
                .map(
                        stranger -> "Kafka refuses Sluice's connection (" + withCause(stranger)
                                + "). Correct the user, the password or the certificates in spring.kafka and start Sluice again.")
                .or(() -> Causes.find(thrown, AuthorizationException.class)
                        .map(forbidden -> "Kafka does not let Sluice's user do this (" + forbidden.getMessage()
                                + "). Grant it the right that is missing, then repeat the request."));
    }

    /** Returns the message of the innermost cause, because only that says why a handshake failed. */
    private static @Nullable String withCause(Throwable failure) {
        Throwable root = Causes.root(failure);
        return root == failure ? failure.getMessage() : failure.getMessage() + ": " + root.getMessage();
    }
}
