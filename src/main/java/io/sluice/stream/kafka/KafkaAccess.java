package io.sluice.stream.kafka;

import java.io.Serializable;
import java.util.Map;

/**
 * How Kafka is reached. From the operator's configuration, never from a pipeline's definition.
 *
 * @param properties further settings of Kafka clients, such as those for TLS and SASL
 */
public record KafkaAccess(String bootstrapServers, Map<String, String> properties) implements Serializable {

    public KafkaAccess {
        properties = Map.copyOf(properties);
    }

    @Override
    public String toString() {
        return "KafkaAccess[" + bootstrapServers + "]";
    }
}
