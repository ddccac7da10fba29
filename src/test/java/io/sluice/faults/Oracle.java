package io.sluice.faults;

import io.sluice.testing.ApiClient;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import tools.jackson.databind.JsonNode;

/** Reads a topic itself, works out what must have become of it, and compares. */
final class Oracle {

    private final Account account;
    private final String bootstrapServers;
    private final Map<TopicPartition, Long> positions = new HashMap<>();

    Oracle(Trial trial, String bootstrapServers) {
        this.account = new Account(trial);
        this.bootstrapServers = bootstrapServers;
    }

    Account account() {
        return account;
    }

    Trial trial() {
        return account.trial();
    }

    /** Takes in what is committed by now; no transaction may be open. */
    void readToEnd() {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed");
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(trial().topic()).stream()
                    .map(each -> new TopicPartition(each.topic(), each.partition()))
                    .toList();
            consumer.assign(partitions);
            partitions.forEach(each -> consumer.seek(each, positions.getOrDefault(each, 0L)));
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(account::add);
            }
            partitions.forEach(each -> positions.put(each, consumer.position(each)));
        }
    }

    /** Holds both stores and the dead letters to the account; the pipeline has consumed everything. */
    void compareStores(Stores stores, Findings findings) throws SQLException {
        String name = trial().name();
        try (Connection connection = stores.postgres()) {
            findings.compare("Postgres " + name, account.postgres, stores.postgresRows(connection, trial()));
            findings.compare("dead letters of " + name, account.letters, Letters.read(connection, name));
        }
        findings.compare("Mongo " + name, account.mongo, stores.mongoRows(trial()));
    }

    void compareCounters(ApiClient api, Findings findings) {
        String name = trial().name();
        JsonNode counters = api.counters(name);
        count(findings, counters, "consumed", account.consumed);
        count(findings, counters, "filtered", account.filtered);
        count(findings, counters, "rejected", account.rejected);
        findings.compare("sinks of " + name, 2, counters.path("sinks").size());
        for (JsonNode sink : counters.path("sinks")) {
            boolean postgres = sink.path("sink").asString().equals("postgres");
            long refused = postgres ? account.refused : 0;
            count(findings, sink, "rejected", refused);
            count(findings, sink, "stored", account.consumed - account.filtered - account.rejected - refused);
            count(findings, sink, "rows", account.rows - (postgres ? account.refusedRows : 0));
        }
    }

    private void count(Findings findings, JsonNode counters, String field, long expected) {
        findings.compare(
                trial().name() + " " + counters.path("sink").asString("") + " " + field,
                expected,
                counters.path(field).asLong(-1));
    }
}
