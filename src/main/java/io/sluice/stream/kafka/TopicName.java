package io.sluice.stream.kafka;

import java.util.regex.Pattern;

/** Kafka's own rule for the names of topics; above all it allows no comma, at which Spark would split. */
public final class TopicName {

    public static final String RULE = "[a-zA-Z0-9._-]{1,249}";

    private static final Pattern PATTERN = Pattern.compile(RULE);

    private TopicName() {}

    public static boolean isValid(String name) {
        return PATTERN.matcher(name).matches() && !name.equals(".") && !name.equals("..");
    }
}
