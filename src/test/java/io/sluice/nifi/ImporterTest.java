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
import java.util.function.Consumer;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

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
    void uploadsEnablesAndStartsTheFlow() throws Exception {
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
    void runningAgainChangesNothingAndCompletesWhatWasLeft() throws Exception {
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
    @DisplayName("replaces an older flow that nobody changed: running, stopped, or invalid and without a mark")
    void replacesAnOlderFlowThatNobodyChanged() throws Exception {
        for (boolean marked : List.of(true, false)) {
            try (FakeNifi nifi = new FakeNifi(0)) {
                String runs = importOlder(nifi, marked);
                assertThat(runs).isEqualTo(marked ? "RUNNING" : "STOPPED");
                Run run = run(nifi.url(), Map.of());
                assertThat(run.error()).isEmpty();
                assertThat(run.output()).contains("it is replaced").endsWith("are VALID and RUNNING\n");
                assertThat(nifi.orders)
                        .containsExactlyElementsOf(
                                marked
                                        ? List.of(
                                                "source STOPPED",
                                                "processors STOPPED",
                                                "services DISABLED",
                                                "delete",
                                                "upload",
                                                "services ENABLED",
                                                "processors RUNNING")
                                        : List.of(
                                                "processors STOPPED",
                                                "services DISABLED",
                                                "delete",
                                                "upload",
                                                "services ENABLED",
                                                "processors RUNNING"));
                assertThat(nifi.flow()).isEqualTo(new JsonMapper().readTree(Files.readString(QuotesFlowTest.FLOW)));
                assertThat(nifi.upload()).containsEntry("positionX", "12.5").containsEntry("positionY", "-4.0");
            }
        }
    }

    @Test
    @DisplayName("keeps an older flow that was changed by hand, in whatever, and says how to have the new one")
    void keepsAnOlderFlowThatWasChangedByHand() throws Exception {
        List<Consumer<ObjectNode>> changes = List.of(
                flow -> object(flow, "/processors/0").put("schedulingPeriod", "1 min"),
                flow -> object(flow, "/processors/0/properties").put("Connection Timeout", "1 sec"),
                flow -> object(flow, "/processors/1").put("name", "Split"),
                flow -> ((ArrayNode) flow.at("/processors/1/autoTerminatedRelationships")).removeAll(),
                flow -> object(flow, "/connections/0").put("backPressureObjectThreshold", 5),
                flow -> object(flow, "/controllerServices/0/properties").put("security.protocol", "SSL"),
                flow -> ((ArrayNode) flow.at("/funnels")).removeAll());
        for (Consumer<ObjectNode> change : changes) {
            for (boolean marked : List.of(true, false)) {
                try (FakeNifi nifi = new FakeNifi(0)) {
                    importOlder(nifi, marked);
                    change.accept(nifi.live());
                    Run run = run(nifi.url(), Map.of());
                    assertThat(run.status()).as(run.error()).isZero();
                    assertThat(run.output())
                            .contains("stays as it is because it was changed by hand")
                            .contains("rename or delete it in NiFi, and run this again");
                    assertThat(nifi.orders).doesNotContain("delete", "upload");
                }
            }
        }
    }

    @Test
    @DisplayName("says of an older flow that was changed by hand and is invalid both NiFi's reason and the way out")
    void changedAndInvalid() throws Exception {
        try (FakeNifi nifi = new FakeNifi(0)) {
            importOlder(nifi, false);
            object(nifi.live(), "/processors/0").put("schedulingPeriod", "1 min");
            nifi.invalid.put("Get quotes", "'Execution Node' is invalid");
            Run run = run(nifi.url(), Map.of("NIFI_SETTLE_SECONDS", "1"));
            assertThat(run.status()).isEqualTo(1);
            assertThat(run.error()).contains("'Execution Node' is invalid").contains("rename or delete it in NiFi");
        }
    }

    @Test
    @DisplayName("keeps the flow of this version, changed by hand or not")
    void keepsTheFlowOfThisVersion() throws Exception {
        try (FakeNifi nifi = new FakeNifi(0)) {
            run(nifi.url(), Map.of());
            object(nifi.live(), "/processors/0").put("schedulingPeriod", "1 min");
            Run run = run(nifi.url(), Map.of());
            assertThat(run.status()).isZero();
            assertThat(run.output()).contains("is there and stays as it is");
            assertThat(nifi.orders).isEqualTo(WHOLE_IMPORT);
        }
    }

    @Test
    @DisplayName("loses no data that waits in an older flow: it names the queues, and the flow goes on")
    void waitingData() throws Exception {
        try (FakeNifi nifi = new FakeNifi(0)) {
            importOlder(nifi, true);
            nifi.queued.put("Quotes", 12);
            Run run = run(nifi.url(), Map.of("NIFI_SETTLE_SECONDS", "1"));
            assertThat(run.status()).isEqualTo(1);
            assertThat(run.error())
                    .contains("data waits in queues of the older flow")
                    .contains("'Quotes' 12");
            assertThat(nifi.orders).containsExactly("source STOPPED", "source RUNNING");
            assertThat(nifi.processors()).isEqualTo("RUNNING");
        }
    }

    /**
     * Imports the flow as it was when it could not run: on the primary node alone, which NiFi refuses.
     *
     * @param marked whether this importer did, and it ran; else an older one, which left no mark
     * @return the state of its processors
     */
    private String importOlder(FakeNifi nifi, boolean marked) throws Exception {
        JsonNode flow = new JsonMapper().readTree(Files.readString(QuotesFlowTest.FLOW));
        object(flow, "/flowContents/processors/0").put("executionNode", "PRIMARY");
        object(flow, "/flowContents/processors/2/properties").remove("partitioner.class");
        object(flow, "/flowContents/processors/2/propertyDescriptors").remove("partitioner.class");
        Path older = Files.writeString(directory.resolve("older.json"), flow.toString());
        assertThat(run(nifi.url(), Map.of("NIFI_FLOW", older.toString())).error())
                .isEmpty();
        if (!marked) {
            assertThat(nifi.comments).contains("Imported by import.py");
            nifi.comments = flow.at("/flowContents/comments").asString();
            nifi.stopProcessors();
        }
        nifi.orders.clear();
        return nifi.processors();
    }

    private static ObjectNode object(JsonNode node, String path) {
        return (ObjectNode) node.at(path);
    }

    @Test
    @DisplayName("sets parameters from the environment, and the password from a file")
    void setsParametersFromTheEnvironment() throws Exception {
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
    void waitsForANifiThatIsNotUpYet() throws Exception {
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
    void waitsForANifiThatIsStartingAndSaysSoWhenThatTakesTooLong() throws Exception {
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
    void namesEachInvalidComponentAndStartsNothing() throws Exception {
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
    void touchesNothingWhereTwoGroupsHaveTheName() throws Exception {
        try (FakeNifi nifi = new FakeNifi(0)) {
            nifi.otherGroups.addAll(List.of("Sluice quotes", "Sluice quotes"));
            Run run = run(nifi.url(), Map.of());
            assertThat(run.error()).contains("2 process groups named 'Sluice quotes'");
            assertThat(nifi.orders).isEmpty();
        }
    }

    @Test
    @DisplayName("sends no password in clear text, and none without being given one")
    void sendsNoPasswordInClearText() throws Exception {
        assertThat(run("http://nifi.example:8080", Map.of()).error()).contains("in clear text; use https");
        assertThat(run("https://nifi:8443", Map.of("NIFI_PASSWORD", "")).error())
                .contains("set NIFI_USERNAME");
    }

    @Test
    @DisplayName("trusts NiFi's own certificate only where it is told to")
    void trustsNifisOwnCertificateOnlyWhenTold() throws Exception {
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
