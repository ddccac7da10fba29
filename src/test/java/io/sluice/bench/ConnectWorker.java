package io.sluice.bench;

import io.sluice.stream.kafka.KafkaAccess;
import io.sluice.testing.ApiClient;
import io.sluice.testing.Daemon;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Kafka Connect, standalone, in a JVM of its own, driven over its REST API. */
final class ConnectWorker implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private final ChildJvm process;
    private final ApiClient api;

    private ConnectWorker(ChildJvm process, int port) {
        this.process = process;
        this.api = new ApiClient(port);
    }

    static ConnectWorker start(Path home, KafkaAccess kafka) throws Exception {
        Files.createDirectories(home);
        int port = ChildJvm.freePort();
        String classPath = watch(home) + File.pathSeparator + Peers.find("connect") + "/*";
        ChildJvm process = ChildJvm.start(
                home,
                classPath,
                List.of(
                        "-Xmx2g",
                        Daemon.class.getName(),
                        "org.apache.kafka.connect.cli.ConnectStandalone",
                        settings(home, kafka, port).toString()));
        ConnectWorker worker = new ConnectWorker(process, port);
        Patience.await("Kafka Connect to start", 0, worker::isUp);
        return worker;
    }

    private static Path watch(Path home) throws IOException {
        String name = Daemon.class.getName().replace('.', '/') + ".class";
        Path copy = home.resolve("classes").resolve(name);
        Files.createDirectories(copy.getParent());
        try (InputStream in = Daemon.class.getResourceAsStream("/" + name)) {
            Files.copy(in, copy);
        }
        return home.resolve("classes");
    }

    private static Path settings(Path home, KafkaAccess kafka, int port) throws IOException {
        Properties settings = new Properties();
        settings.putAll(Map.of(
                "bootstrap.servers",
                kafka.bootstrapServers(),
                "listeners",
                "http://127.0.0.1:" + port,
                "plugin.path",
                Peers.find("plugins").toString(),
                "plugin.discovery",
                "only_scan",
                "offset.storage.file.filename",
                home.resolve("offsets").toString(),
                "key.converter",
                "org.apache.kafka.connect.converters.ByteArrayConverter",
                "value.converter",
                "org.apache.kafka.connect.converters.ByteArrayConverter"));
        Path file = home.resolve("worker.properties");
        try (Writer writer = Files.newBufferedWriter(file)) {
            settings.store(writer, null);
        }
        return file;
    }

    private boolean isUp() {
        if (!process.isAlive()) {
            throw new IllegalStateException("Kafka Connect ended: " + process.log());
        }
        try {
            return api.get("/connectors").status() == 200;
        } catch (AssertionError e) {
            return false; // it does not listen yet
        }
    }

    /** Makes a connector that is checked and there, but has no tasks yet. */
    void prepare(String name, Map<String, String> settings) throws Exception {
        Map<String, Object> connector = Map.of("name", name, "config", settings, "initial_state", "PAUSED");
        api.post("/connectors", JSON.writeValueAsString(connector)).expect(201);
        Patience.await(
                name + " to be there",
                0,
                () -> api.get("/connectors/" + name + "/status")
                        .body()
                        .at("/connector/state")
                        .asString()
                        .equals("PAUSED"));
    }

    /**
     * Orders its tasks to start, and waits until they are there. Connect, standalone, did not answer the next such order
     * for minutes if it came meanwhile; most likely the two take its locks in another order.
     */
    void resume(String name) throws Exception {
        api.send("PUT", "/connectors/" + name + "/resume", null).expect(202);
        Patience.await(
                name + " to have tasks",
                0,
                () -> !api.get("/connectors/" + name + "/status")
                        .body()
                        .at("/tasks")
                        .isEmpty());
    }

    /**
     * Its status.
     *
     * @throws IllegalStateException if one of its tasks, or it itself, has failed
     */
    JsonNode check(String name) {
        JsonNode status = api.get("/connectors/" + name + "/status").expect(200);
        if (!process.isAlive() || status.toString().contains("\"FAILED\"")) {
            throw new IllegalStateException(name + " failed: " + status + "\n" + process.log());
        }
        return status;
    }

    void delete(String name) {
        api.delete("/connectors/" + name).expect(204);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.close();
    }
}
