package io.sluice.stream.kafka;

/** A topic that a flow reads does not exist. */
public final class MissingTopicException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String topic;

    MissingTopicException(String topic) {
        super("the topic \"" + topic + "\" does not exist; create it, or correct the source's topics");
        this.topic = topic;
    }

    public String topic() {
        return topic;
    }
}
