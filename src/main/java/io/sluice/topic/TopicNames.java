package io.sluice.topic;

import static io.sluice.web.ProblemException.invalidParameter;

import io.sluice.stream.kafka.TopicName;
import io.sluice.web.ProblemException;

/** Which topics users may name: those whose names begin with two underscores belong to Kafka itself. */
final class TopicNames {

    private TopicNames() {}

    static String checked(String name) {
        if (!TopicName.isValid(name)) {
            throw invalid("has 1 to 249 letters, digits, dots, hyphens and underscores");
        }
        if (isInternal(name)) {
            throw invalid("does not begin with two underscores; such topics are Kafka's own");
        }
        return name;
    }

    static boolean isInternal(String name) {
        return name.startsWith("__");
    }

    private static ProblemException invalid(String rule) {
        return invalidParameter("The name of a topic " + rule + ".");
    }
}
