package io.sluice.topic;

import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import java.util.Locale;
import org.apache.kafka.common.errors.AuthorizationException;

/** What Kafka does not let Sluice do with a topic, and which right would allow it. */
final class Refused {

    private Refused() {}

    static ProblemException by(AuthorizationException refusal, String operation, String topic) {
        return new ProblemException(
                ProblemType.PLATFORM_REFUSES,
                "Kafka does not let Sluice's user " + operation.toLowerCase(Locale.ROOT) + " topic '" + topic
                        + "' (" + refusal.getMessage() + "). Grant it the right " + operation
                        + " there, then repeat the request.");
    }
}
