package io.sluice.embedded.kafka;

import static java.util.Map.entry;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** The broker's server.properties: one KRaft node on loopback, sized for a laptop. */
final class BrokerConfig {

    private BrokerConfig() {}

    static Path write(Path home, int port, int controllerPort) throws IOException {
        Properties properties = new Properties();
        properties.putAll(node(home, port, controllerPort));
        properties.putAll(SINGLE_NODE);
        properties.putAll(SMALL);
        Path file = home.resolve("server.properties");
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, "Written at each start");
        }
        return file;
    }

    private static Map<String, String> node(Path home, int port, int controllerPort) {
        String clients = "PLAINTEXT://127.0.0.1:" + port;
        return Map.ofEntries(
                entry("process.roles", "broker,controller"),
                entry("node.id", "1"),
                entry("listeners", clients + ",CONTROLLER://127.0.0.1:" + controllerPort),
                entry("advertised.listeners", clients),
                entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                entry("controller.listener.names", "CONTROLLER"),
                entry("controller.quorum.voters", "1@127.0.0.1:" + controllerPort),
                entry("log.dirs", home.resolve("log").toString()));
    }

    private static final Map<String, String> SINGLE_NODE = Map.of(
            "offsets.topic.replication.factor", "1",
            "transaction.state.log.replication.factor", "1",
            "transaction.state.log.min.isr", "1",
            "share.coordinator.state.topic.replication.factor", "1",
            "share.coordinator.state.topic.min.isr", "1",
            "group.initial.rebalance.delay.ms", "0",
            // After a hard kill, the controller admits the broker again only when its old session has ended.
            "broker.session.timeout.ms", "3000",
            "broker.heartbeat.interval.ms", "500",
            // A topic is made on purpose, with its partitions; a misspelled name is an error and not a topic.
            "auto.create.topics.enable", "false");

    private static final Map<String, String> SMALL = Map.of(
            "num.network.threads", "2",
            "num.io.threads", "4",
            "offsets.topic.num.partitions", "4",
            "transaction.state.log.num.partitions", "4",
            "share.coordinator.state.topic.num.partitions", "4",
            // The default of 128 MB would be half of the heap.
            "log.cleaner.dedupe.buffer.size", "8388608",
            "log.segment.bytes", "268435456");
}
