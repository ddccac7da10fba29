package io.sluice.topic;

import static io.sluice.web.ProblemException.invalidParameter;

import io.sluice.web.ProblemException;
import java.util.regex.Pattern;

/** Kafka's rule for names; names that begin with two underscores belong to Kafka itself. */
final class TopicNames {

    static final String RULE = "[a-zA-Z0-9._-]{1,249}";

    private static final Pattern PATTERN = Pattern.compile(RULE);

    private TopicNames() {}

    static String checked(String name) {
        if (!PATTERN.matcher(name).matches() || name.equals(".") || name.equals("..")) {
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
