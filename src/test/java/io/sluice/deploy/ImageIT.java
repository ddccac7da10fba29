package io.sluice.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.embedded.EmbeddedService;
import io.sluice.embedded.ServersForTests;
import io.sluice.testing.ApiClient;
import io.sluice.testing.Container;
import io.sluice.testing.RealQuotes;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The image, built before and named by {@code -Dimage=…}, under podman beside real servers, with the compose file's pipeline. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("The image")
class ImageIT {

    private static final String IMAGE = System.getProperty("image", "");
    private static final String VOLUME = "sluice-image-it";
    /** After which the compose file has it killed. */
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(45);

    private static final int SIGTERM = 143;
    /** As in the compose file. */
    private static final List<String> VOLUMES = List.of(
            VOLUME + ":/data",
            Path.of("application.yml").toAbsolutePath() + ":/app/application.yml:ro",
            Path.of("compose", "pipelines").toAbsolutePath() + ":/app/pipelines:ro");

    private ServersForTests servers;
    private int port;

    @BeforeAll
    void servers(@TempDir Path home) throws IOException, InterruptedException {
        if (IMAGE.isEmpty()) {
            return;
        }
        servers = new ServersForTests(home);
        for (EmbeddedService service : EmbeddedService.values()) {
            servers.start(service);
        }
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Container.podman("volume", "rm", "--force", VOLUME);
    }

    /** Each test, because a class that is skipped as a whole leaves no trace in Maven's log. */
    @BeforeEach
    void image() {
        Assumptions.assumeFalse(IMAGE.isEmpty(), "SKIPPED: no image was named by -Dimage, so none is tried");
    }

    @AfterAll
    void end() throws IOException, InterruptedException {
        if (servers != null) {
            servers.close();
            Container.podman("volume", "rm", "--force", VOLUME);
        }
    }

    private Container start() throws IOException, InterruptedException {
        List<String> settings = new ArrayList<>(servers.addresses());
        settings.add("--server.address=127.0.0.1");
        settings.add("--server.port=" + port);
        return Container.start(IMAGE, VOLUMES, settings);
    }

    @Test
    @DisplayName("moves the real quotes into both stores, stops at SIGTERM in time, and goes on after it")
    void movesQuotes() throws IOException, InterruptedException {
        String quotes = RealQuotes.json();
        ApiClient api = new ApiClient(port);
        JsonNode appended;
        try (Container container = start()) {
            awaitHealthy(container);
            api.awaitReady();
            assertThat(container.exec("/usr/local/bin/health", "readiness").status())
                    .isZero();
            assertRestricted(container);

            appended = api.post("/api/v1/topics/topic_quotes/records", quotes)
                    .expect(201)
                    .path("records");
            api.awaitRuns("quotes");
            api.awaitConsumed("quotes", 50);
            RealQuotes.assertStored(api, "quotes", "topic_quotes", appended);

            assertEndsAtSigterm(container);
        }
        try (Container container = start()) {
            awaitHealthy(container);
            api.awaitRuns("quotes");
            int compressed = appendCompressed();
            JsonNode counters = api.awaitConsumed("quotes", 50L + compressed).path("counters");
            assertThat(counters.path("rejected").asInt(-1))
                    .as(counters.toString())
                    .isZero();
            RealQuotes.assertStored(api, "quotes", "topic_quotes", appended);
            assertThat(api.get("/api/v1/pipelines/quotes/results/mongo")
                            .expect(200)
                            .path("total")
                            .asInt())
                    .isEqualTo(50 + compressed);
            assertEndsAtSigterm(container);
        }
    }

    private static void awaitHealthy(Container container) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> container.health().status() == 0);
    }

    /** Not root, on a root file system that cannot be written, Java itself, with classes from the archive and a heap from the container's limit. */
    private void assertRestricted(Container container) throws IOException, InterruptedException {
        assertThat(container.exec("id", "-u").output().strip()).isEqualTo("10001");
        assertThat(container.exec("touch", "/app/written").output()).contains("Read-only file system");
        assertThat(container.exec("cat", "/proc/1/cmdline").output()).startsWith("java\0");
        // Else it starts without a word, and takes twice the time.
        assertThat(container.exec("cat", "/proc/1/maps").output()).contains("/app/sluice.jsa");
        JsonNode heap = new ApiClient(port)
                .get("/actuator/metrics/jvm.memory.max?tag=area:heap")
                .expect(200);
        assertThat(heap.path("measurements").path(0).path("value").asLong())
                .isBetween((2L << 30) * 55 / 100, (2L << 30) * 65 / 100);
    }

    /** Codecs that unpack native libraries. */
    private int appendCompressed() {
        List<String> codecs = List.of("snappy", "zstd", "lz4", "gzip");
        String kafka = servers.addresses().stream()
                .filter(address -> address.startsWith("--spring.kafka"))
                .findFirst()
                .orElseThrow();
        for (String codec : codecs) {
            Map<String, Object> settings =
                    Map.of("bootstrap.servers", kafka.substring(kafka.indexOf('=') + 1), "compression.type", codec);
            try (Producer<String, String> producer =
                    new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
                producer.send(new ProducerRecord<>(
                        "topic_quotes", "{\"quote\":\"by " + codec + "\",\"character\":\"nobody\"}"));
            }
        }
        return codecs.size();
    }

    private static void assertEndsAtSigterm(Container container) throws IOException, InterruptedException {
        Instant asked = Instant.now();
        container.signal("TERM");
        int status = container.exitCode();
        assertThat(Duration.between(asked, Instant.now())).isLessThan(STOPS_WITHIN);
        assertThat(status).as(container.log()).isIn(0, SIGTERM);
    }

    @Test
    @DisplayName("names all addresses that are missing, and does not start")
    void namesMissingAddresses() throws IOException, InterruptedException {
        try (Container container = Container.start(IMAGE, VOLUMES, List.of("--server.address=127.0.0.1"))) {
            assertThat(container.exitCode()).isEqualTo(1);
            assertThat(container.log())
                    .contains("spring.datasource.url", "spring.kafka.bootstrap-servers", "spring.mongodb.uri");
        }
    }

    @Test
    @DisplayName("starts locked alone, and says what to set")
    void startsLockedAlone() throws IOException, InterruptedException {
        try (Container container = Container.start(IMAGE, VOLUMES, List.of())) {
            assertThat(container.exitCode()).isEqualTo(1);
            assertThat(container.log()).contains("let everybody in", "SLUICE_SECURITY_ADMIN_PASSWORD");
        }
        try (Container container =
                Container.start(IMAGE, VOLUMES, List.of("--sluice.security.admin.password=correct horse battery"))) {
            assertThat(container.exitCode()).isEqualTo(1);
            assertThat(container.log()).contains("without TLS", "sluice.security.behind-proxy=true");
        }
    }

    @Test
    @DisplayName("has a fixed user, a health check, its labels, and none of the embedded servers")
    void hasUserHealthCheckAndNoEmbeddedServers() throws IOException, InterruptedException {
        String inspected = Container.podman("image", "inspect", IMAGE).output();
        assertThat(inspected)
                .contains("\"User\": \"10001:10001\"")
                .contains("/usr/local/bin/health")
                .contains("org.opencontainers.image.revision");
        Container.Result list = Container.podman("run", "--rm", "--entrypoint=ls", IMAGE, "/app", "/app/lib");
        assertThat(list.output().lines())
                .contains("sluice.jar")
                .noneMatch(name -> name.startsWith("h2-")
                        || Stream.of("embedded", "mongo-java-server", "rocksdbjni", "zonky")
                                .anyMatch(name::contains));
    }
}
