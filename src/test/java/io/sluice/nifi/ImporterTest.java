package io.sluice.nifi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("The importer of the flow")
class ImporterTest {

    private static final List<String> WHOLE_IMPORT = List.of("upload", "services ENABLED", "processors RUNNING");
    private static final String STORE_PASSWORD = "for this test only";

    @TempDir
    Path directory;

    // For each test: where all of a class is skipped at once, the build's log has no word of it.
    @BeforeEach
    void needsPython() {
        assumeTrue(
                Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(each -> Files.isExecutable(Path.of(each, "python3"))),
                "SKIPPED: the importer of nifi-templates is not tested, for there is no python3 on the PATH");
    }

    @Test
    @DisplayName("uploads the flow as it is, enables its services and starts it")
    void imports() throws Exception {
        try (FakeNifi nifi = new FakeNifi(0)) {
            Run run = run(nifi.url(), Map.of());
            assertThat(run.error()).isEmpty();
            assertThat(run.output()).endsWith("all 3 processors are VALID and RUNNING\n");
            assertThat(run.status()).isZero();
            assertThat(nifi.orders).isEqualTo(WHOLE_IMPORT);
            assertThat(nifi.upload()).containsOnlyKeys("groupName", "positionX", "positionY", "clientId", "file");
            assertThat(nifi.upload()).containsEntry("groupName", "Sluice quotes");
            assertThat(nifi.flow()).isEqualTo(new JsonMapper().readTree(Files.readString(QuotesFlowTest.FLOW)));
        }
    }

    @Test
    @DisplayName("changes nothing when it runs again, and completes what another run left")
    void again() throws Exception {
        try (FakeNifi nifi = new FakeNifi(0)) {
            assertThat(run(nifi.url(), Map.of()).status()).isZero();
            assertThat(run(nifi.url(), Map.of()).status()).isZero();
            assertThat(nifi.orders).isEqualTo(WHOLE_IMPORT);
            nifi.stopProcessors();
            assertThat(run(nifi.url(), Map.of()).status()).isZero();
            assertThat(nifi.orders).hasSize(4).endsWith("processors RUNNING");
        }
    }

    @Test
    @DisplayName("sets parameters from the environment, and the password from a file")
    void environment() throws Exception {
        Path secret = Files.writeString(directory.resolve("password"), FakeNifi.PASSWORD + "\n");
        try (FakeNifi nifi = new FakeNifi(0)) {
            Map<String, String> environment = Map.of(
                    "NIFI_PASSWORD", "", "NIFI_PASSWORD_FILE", secret.toString(), "QUOTES_URL", "http://api/é?count=3");
            assertThat(run(nifi.url(), environment).error()).isEmpty();
            assertThat(nifi.flow()
                            .at("/parameterContexts/Sluice quotes/parameters")
                            .valueStream()
                            .map(each -> each.get("value").asString()))
                    .containsExactly("http://api/é?count=3", "kafka:9092", "topic_quotes");
        }
    }

    @Test
    @DisplayName("waits for a NiFi that is not up yet")
    void waits() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Process importer = start("http://127.0.0.1:" + port, Map.of());
        Path output = directory.resolve("output");
        await().atMost(Duration.ofMinutes(1))
                .until(() -> Files.readString(output).contains("waiting for NiFi"));
        try (FakeNifi nifi = new FakeNifi(port)) {
            Run run = finish(importer);
            assertThat(run.error()).isEmpty();
            assertThat(nifi.orders).isEqualTo(WHOLE_IMPORT);
        }
    }

    @Test
    @DisplayName("waits for a NiFi that says that it is starting, and says so when that takes too long")
    void starting() throws Exception {
        try (FakeNifi nifi = new FakeNifi(0)) {
            nifi.starting = 2;
            assertThat(run(nifi.url(), Map.of()).status()).isZero();
            nifi.starting = 1000;
            Run run = run(nifi.url(), Map.of("NIFI_WAIT_SECONDS", "0.5"));
            assertThat(run.status()).isEqualTo(1);
            assertThat(run.error()).contains("was not ready").contains("503: Apache NiFi is starting");
        }
    }

    @Test
    @DisplayName("names each invalid component with NiFi's reason, and starts nothing")
    void invalid() throws Exception {
        try (FakeNifi nifi = new FakeNifi(0)) {
            nifi.invalid.put("Publish to Kafka", "'Topic Name' is invalid because it is empty");
            Run run = run(nifi.url(), Map.of("NIFI_SETTLE_SECONDS", "1"));
            assertThat(run.status()).isEqualTo(1);
            assertThat(run.error())
                    .isEqualTo("error: not all processors are VALID within 1 s:\n"
                            + "  Publish to Kafka: INVALID, STOPPED: 'Topic Name' is invalid because it is empty\n");
            assertThat(nifi.orders).doesNotContain("processors RUNNING");
            nifi.invalid.clear();
            assertThat(run(nifi.url(), Map.of()).status()).isZero();
            assertThat(nifi.orders).isEqualTo(WHOLE_IMPORT);
        }
    }

    @Test
    @DisplayName("names an invalid controller service, and enables nothing")
    void invalidService() throws Exception {
        try (FakeNifi nifi = new FakeNifi(0)) {
            nifi.invalid.put("Kafka", "'Bootstrap Servers' is required");
            Run run = run(nifi.url(), Map.of("NIFI_SETTLE_SECONDS", "1"));
            assertThat(run.status()).isEqualTo(1);
            assertThat(run.error()).contains("Kafka: INVALID, DISABLED: 'Bootstrap Servers' is required");
            assertThat(nifi.orders).containsExactly("upload");
        }
    }

    @Test
    @DisplayName("says that the password is wrong, at once and without showing it")
    void wrongPassword() throws Exception {
        try (FakeNifi nifi = new FakeNifi(0)) {
            Run run = run(nifi.url(), Map.of("NIFI_PASSWORD", "not the password"));
            assertThat(run.status()).isEqualTo(1);
            assertThat(run.error())
                    .contains("refuses the login of operator")
                    .contains("The supplied username and password are not valid.")
                    .doesNotContain("not the password");
            assertThat(nifi.orders).isEmpty();
        }
    }

    @Test
    @DisplayName("touches nothing where two groups have the name")
    void ambiguous() throws Exception {
        try (FakeNifi nifi = new FakeNifi(0)) {
            nifi.otherGroups.addAll(List.of("Sluice quotes", "Sluice quotes"));
            Run run = run(nifi.url(), Map.of());
            assertThat(run.error()).contains("2 process groups named 'Sluice quotes'");
            assertThat(nifi.orders).isEmpty();
        }
    }

    @Test
    @DisplayName("sends no password in clear text, and none without being given one")
    void secrets() throws Exception {
        assertThat(run("http://nifi.example:8080", Map.of()).error()).contains("in clear text; use https");
        assertThat(run("https://nifi:8443", Map.of("NIFI_PASSWORD", "")).error())
                .contains("set NIFI_USERNAME");
    }

    @Test
    @DisplayName("trusts NiFi's own certificate only where it is told to")
    void certificate() throws Exception {
        Path store = directory.resolve("nifi.p12");
        Path certificate = directory.resolve("nifi.pem");
        keytool(
                store,
                "-genkeypair",
                "-alias",
                "nifi",
                "-keyalg",
                "EC",
                "-dname",
                "CN=nifi",
                "-ext",
                "san=ip:127.0.0.1");
        keytool(store, "-exportcert", "-alias", "nifi", "-rfc", "-file", certificate.toString());
        try (FakeNifi nifi = FakeNifi.withTls(tls(store))) {
            Run refused = run(nifi.url(), Map.of());
            assertThat(refused.status()).isEqualTo(1);
            assertThat(refused.error()).contains("is not trusted").contains("NIFI_CA_FILE");
            assertThat(nifi.orders).isEmpty();
            assertThat(run(nifi.url(), Map.of("NIFI_CA_FILE", certificate.toString()))
                            .error())
                    .isEmpty();
            assertThat(run(nifi.url(), Map.of("NIFI_TLS_VERIFY", "false")).error())
                    .isEmpty();
            assertThat(nifi.orders).isEqualTo(WHOLE_IMPORT);
        }
    }

    private void keytool(Path store, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", STORE_PASSWORD));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("keytool").toFile())
                .start();
        assertThat(process.waitFor()).as(text("keytool")).isZero();
    }

    private static SSLContext tls(Path store) throws Exception {
        KeyStore keys = KeyStore.getInstance(store.toFile(), STORE_PASSWORD.toCharArray());
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, STORE_PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private Run run(String url, Map<String, String> environment) throws Exception {
        return finish(start(url, environment));
    }

    private Process start(String url, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("python3", "-B", "nifi-templates/import.py")
                .redirectOutput(directory.resolve("output").toFile())
                .redirectError(directory.resolve("error").toFile());
        Map<String, String> all = new HashMap<>(Map.of(
                "PATH",
                System.getenv("PATH"),
                "NIFI_URL",
                url,
                "NIFI_USERNAME",
                FakeNifi.USER,
                "NIFI_PASSWORD",
                FakeNifi.PASSWORD,
                "http_proxy",
                "http://127.0.0.1:9"));
        all.putAll(environment);
        builder.environment().clear();
        builder.environment().putAll(all);
        return builder.start();
    }

    private Run finish(Process importer) throws Exception {
        boolean ended = importer.waitFor(2, TimeUnit.MINUTES);
        importer.destroyForcibly();
        assertThat(ended).as("ends").isTrue();
        return new Run(importer.exitValue(), text("output"), text("error"));
    }

    private String text(String name) throws IOException {
        return new String(Files.readAllBytes(directory.resolve(name)), UTF_8);
    }

    private record Run(int status, String output, String error) {}
}
