package io.sluice.stream.kafka;

import io.sluice.stream.flow.Offsets;
import io.sluice.stream.flow.SourceSpec;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A flow's source for Spark's {@code readStream().format("kafka")}. Thread-safe. */
public final class KafkaSource {

    /** Few and large polls. */
    private static final Map<String, String> TUNED_CONSUMER =
            Map.of("kafka.max.poll.records", "10000", "kafka.max.partition.fetch.bytes", "8388608");

    /**
     * By default Spark waits for minutes before it says that no broker answers. They hold only together,
     * because Kafka's clients refuse a call's timeout that is shorter than a request's.
     */
    private static final Map<String, String> PATIENCE =
            Map.of("kafka.default.api.timeout.ms", "10000", "kafka.request.timeout.ms", "8000");

    private static final String POLL_TIMEOUT_MS = "30000";

    /** How late an idle flow notices that its topic is gone or has got another partition. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final String bootstrapServers;
    private final Map<String, String> clientProperties;

    /**
     * @param clientProperties further settings of Kafka clients, such as those for security, from the operator's
     *     configuration and never from a definition; they win over the tuning, not over what exactness needs
     */
    public KafkaSource(String bootstrapServers, Map<String, String> clientProperties) {
        this.bootstrapServers = bootstrapServers;
        this.clientProperties = Map.copyOf(clientProperties);
    }

    /**
     * Of a micro-batch for which nobody has set a bound: a backlog would be one, and be repeated whole whenever it breaks
     * off. This many keep nearly all of the throughput.
     */
    static final String MOST_OFFSETS = "500000";

    /**
     * The options of a source. Asks nobody.
     *
     * @param positions the next offset to read in every partition of every topic; Spark insists on all of them
     * @throws IllegalArgumentException if a topic's name is invalid
     */
    public Map<String, String> options(SourceSpec spec, Offsets positions) {
        validate(spec.topics());
        Map<String, String> options = new HashMap<>(TUNED_CONSUMER);
        clientProperties.forEach((key, value) -> options.put("kafka." + key, value));
        if (PATIENCE.keySet().stream().noneMatch(options::containsKey)) {
            options.putAll(PATIENCE);
        }
        options.put("kafkaConsumer.pollTimeoutMs", POLL_TIMEOUT_MS);
        options.put("kafka.bootstrap.servers", bootstrapServers);
        options.put("kafka.isolation.level", "read_committed");
        options.put("subscribe", String.join(",", spec.topics()));
        options.put("includeHeaders", "true");
        options.put("failOnDataLoss", "true");
        Long most = spec.maxOffsetsPerTrigger();
        options.put("maxOffsetsPerTrigger", most == null ? MOST_OFFSETS : most.toString());
        options.put("startingOffsets", positions.toJson());
        return options;
    }

    /** The settings of a consumer of committed records outside of any query; a position that is lost is an error. */
    public Map<String, Object> consumer() {
        Map<String, Object> settings = ArrivalSettings.of(bootstrapServers, clientProperties, Duration.ofMillis(500));
        TUNED_CONSUMER.forEach((name, value) -> settings.put(name.substring("kafka.".length()), value));
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        return settings;
    }

    /**
     * Makes what waits for the records of one query. Asks nobody.
     *
     * @param small takes what arrives, if it can
     */
    public Arrivals arrivals(SmallBatch small) {
        return arrivals(LONGEST_WAIT, small);
    }

    /**
     * Makes what waits for the records of one query. Asks nobody.
     *
     * @param longest how long one wait may take: new partitions and deleted topics are noticed only after it
     * @param small takes what arrives, if it can
     */
    public Arrivals arrivals(Duration longest, SmallBatch small) {
        return new Arrivals(ArrivalSettings.of(bootstrapServers, clientProperties, longest), longest, small);
    }

    /**
     * Checks the names of the topics. Asks nobody.
     *
     * @throws IllegalArgumentException as {@link #options} does
     */
    public void validate(SourceSpec spec) {
        validate(spec.topics());
    }

    /** @throws IllegalArgumentException if a name is not one that Kafka allows, or stands twice */
    private static void validate(List<String> topics) {
        for (String topic : topics) {
            if (!TopicName.isValid(topic)) {
                throw new IllegalArgumentException(
                        "\"" + topic + "\" is not a topic name; use 1 to 249 of a-z, A-Z, 0-9, '.', '_' and '-'");
            }
        }
        if (topics.isEmpty() || topics.stream().distinct().count() < topics.size()) {
            throw new IllegalArgumentException("name at least one topic, and each topic once");
        }
    }
}
