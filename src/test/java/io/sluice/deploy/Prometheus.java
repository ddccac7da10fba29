package io.sluice.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.Api;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;

/** A real Prometheus with the repository's configuration, but for addresses and for its pace. */
final class Prometheus implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String PACE = "2s";

    private final Process process;
    private final Path log;
    private final Api api;

    private Prometheus(Process process, Path log, int port) {
        this.process = process;
        this.log = log;
        this.api = new Api(port);
    }

    /** Where a program lies on the PATH, if it does. */
    static Optional<Path> program(String name) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Returns when it can be asked.
     *
     * @param home an empty directory for its data, its configuration and its log
     * @param sluice the port to scrape
     */
    static Prometheus start(Path home, int sluice) throws IOException {
        int port = freePort();
        Path log = home.resolve("prometheus.log");
        Process process = new ProcessBuilder(
                        program("prometheus").orElseThrow().toString(),
                        "--config.file=" + configure(home, sluice),
                        "--storage.tsdb.path=" + home.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port,
                        "--log.level=warn")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Prometheus started = new Prometheus(process, log, port);
        Awaitility.await("Prometheus").atMost(PATIENCE).ignoreExceptions().until(started::isReady);
        return started;
    }

    @SuppressWarnings("unchecked")
    private static Path configure(Path home, int sluice) throws IOException {
        Map<String, Object> root = new Yaml().load(ComposeFile.file("observability/prometheus.yml"));
        root.put("global", Map.of("scrape_interval", PACE, "evaluation_interval", PACE));
        root.put("rule_files", List.of(Path.of(AlertRules.FILE).toAbsolutePath().toString()));
        Map<String, Object> job = ((List<Map<String, Object>>) root.get("scrape_configs")).get(0);
        // That Sluice is open, and the compose file's secret is not there.
        job.remove("authorization");
        job.put("static_configs", List.of(Map.of("targets", List.of("127.0.0.1:" + sluice))));
        return Files.writeString(home.resolve("prometheus.yml"), new Yaml().dump(root));
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private boolean isReady() {
        if (!process.isAlive()) {
            throw new AssertionError("Prometheus has ended, see " + log);
        }
        return api.get("/-/ready").status() == 200;
    }

    /** The series that an expression gives now, each with {@code metric} and {@code value}. */
    JsonNode query(String expression) {
        String form = "query=" + URLEncoder.encode(expression, UTF_8);
        var answer = api.post("/api/v1/query", "application/x-www-form-urlencoded", form.getBytes(UTF_8));
        assertThat(answer.status()).as("%s: %s", expression, answer.body()).isEqualTo(200);
        return answer.json().at("/data/result");
    }

    /** How its last scrape went. */
    String targets() {
        return api.get("/api/v1/targets").body();
    }

    /** The only series of an expression. */
    double value(String expression) {
        JsonNode series = query(expression);
        assertThat(series).as(expression).hasSize(1);
        return value(series.get(0));
    }

    static double value(JsonNode series) {
        String text = series.at("/value/1").asString();
        return text.endsWith("Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
    }

    List<String> labelValues(String series, String label) {
        JsonNode data = api.get("/api/v1/label/" + label + "/values?match[]=".replace("[]", "%5B%5D")
                        + URLEncoder.encode(series, UTF_8))
                .json()
                .path("data");
        return data.valueStream().map(JsonNode::asString).toList();
    }

    /** Whether an alert is {@code pending} or {@code firing} with these labels, as "name{label="value"}". */
    boolean alerts(String selector, String state) {
        return !query("ALERTS" + selector.replaceFirst("}$", ",alertstate=\"" + state + "\"}"))
                .isEmpty();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
