package io.sluice.stream.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/** Settings of consumers that wait for records, or look for a few. */
public final class ArrivalSettings {

    /** Its own client id would clash with that of others, a group would make it send heartbeats. */
    private static final List<String> NOT_OURS = List.of(
            ConsumerConfig.CLIENT_ID_CONFIG,
            ConsumerConfig.GROUP_ID_CONFIG,
            ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
            ConsumerConfig.GROUP_PROTOCOL_CONFIG,
            ConsumerConfig.METRIC_REPORTER_CLASSES_CONFIG);

    private static final Map<String, Object> WAITING = Map.of(
            // What is aborted or not yet decided is no news.
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_committed",
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "none",
            // By default, asking for a topic that was deleted makes it anew.
            ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
            false,
            ConsumerConfig.FETCH_MIN_BYTES_CONFIG,
            1,
            // Few records are carried as they come; if there are many, Spark reads them all anew.
            ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
            65_536,
            ConsumerConfig.CHECK_CRCS_CONFIG,
            true,
            ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG,
            false);

    private ArrivalSettings() {}

    /** @param given the operator's settings of clients, such as those for security */
    public static Map<String, Object> of(String bootstrapServers, Map<String, String> given, Duration longest) {
        Map<String, Object> properties = new HashMap<>(given);
        NOT_OURS.forEach(properties::remove);
        properties.putAll(WAITING);
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, (int) wait(given, longest));
        return properties;
    }

    /** A broker that keeps a question for longer than a request may take would look dead. */
    private static long wait(Map<String, String> given, Duration longest) {
        String timeout = given.get(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG);
        return timeout == null ? longest.toMillis() : Math.min(longest.toMillis(), Long.parseLong(timeout) / 2);
    }
}
