package io.sluice.stream.kafka;

import io.sluice.stream.connection.Fault;
import io.sluice.stream.connection.Step;
import io.sluice.stream.flow.Causes;
import java.util.Optional;
import javax.security.auth.login.LoginException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;

/** Why Kafka failed, in words that name what an operator can change. */
public final class KafkaReason {

    private static final String KAFKA = "Kafka";

    private KafkaReason() {}

    /** One sentence without its full stop. */
    public static String of(Throwable failure) {
        return fault(failure).map(Fault::sentence).orElseGet(() -> String.valueOf(failure.getMessage()));
    }

    /** The step at which it lies, if it is one of TLS, login or permission. */
    public static Optional<Fault> fault(Throwable failure) {
        return Causes.of(failure).flatMap(cause -> of(cause, failure).stream()).findFirst();
    }

    private static Optional<Fault> of(Throwable cause, Throwable failure) {
        if (cause instanceof TopicAuthorizationException refused) {
            return Optional.of(new Fault(
                    Step.PERMISSION,
                    "Kafka does not let Sluice's user read " + refused.unauthorizedTopics()
                            + "; grant it the rights DESCRIBE and READ there (" + refused.getMessage() + ")"));
        }
        if (cause instanceof AuthorizationException) {
            return Optional.of(Fault.ofPermission(KAFKA, String.valueOf(cause.getMessage())));
        }
        if (cause instanceof LoginException) {
            // As where a provider gives no token: no broker was asked yet.
            return Optional.of(new Fault(
                    Step.LOGIN,
                    "The login at Kafka could not be begun: "
                            + Causes.root(cause).getMessage() + "; correct sluice.kafka.login"));
        }
        return cause instanceof AuthenticationException
                ? Fault.ofHandshake(KAFKA, failure).or(() -> Optional.of(Fault.ofLogin(KAFKA, withCause(cause))))
                : Optional.empty();
    }

    /** What could not even be sent says why only at its innermost. */
    private static String withCause(Throwable failure) {
        Throwable root = Causes.root(failure);
        return failure.getMessage() + (root == failure ? "" : ": " + root.getMessage());
    }
}
