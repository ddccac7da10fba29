package io.sluice.stream.kafka;

import io.sluice.stream.flow.Causes;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;

/** Why Kafka failed, in words that name what an operator can change. */
public final class KafkaReason {

    private KafkaReason() {}

    /** One sentence without its full stop. */
    public static String of(Throwable failure) {
        if (failure instanceof TopicAuthorizationException refused) {
            return "Kafka does not let Sluice's user read " + refused.unauthorizedTopics()
                    + "; grant it the rights DESCRIBE and READ there (" + refused.getMessage() + ")";
        }
        if (failure instanceof AuthorizationException) {
            return "Kafka does not let Sluice's user do this; grant it the right that is missing ("
                    + failure.getMessage() + ")";
        }
        if (failure instanceof AuthenticationException) {
            return "Kafka refuses Sluice's connection; correct the user, the password or the certificates ("
                    + withCause(failure) + ")";
        }
        return String.valueOf(failure.getMessage());
    }

    /** A failed handshake says why only at its innermost. */
    private static String withCause(Throwable failure) {
        Throwable root = Causes.root(failure);
        return failure.getMessage() + (root == failure ? "" : ": " + root.getMessage());
    }
}
