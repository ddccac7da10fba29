package io.sluice.stream.kafka;

/** Kafka does not answer, or refuses to; trying again later may help. */
public final class KafkaUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    KafkaUnavailableException(String bootstrapServers, Throwable cause) {
        super("Kafka at " + bootstrapServers + " cannot be asked for its topics: " + KafkaReason.of(cause), cause);
    }
}
