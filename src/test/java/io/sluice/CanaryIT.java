package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.access.Permissions;
import io.sluice.testing.ApiClient;
import io.sluice.testing.ApiClient.Answer;
import io.sluice.testing.Browser;
import io.sluice.testing.EventReader;
import io.sluice.testing.Sluice;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Gives the whole application secrets that can be told from everything else, uses it, and looks for them. */
class CanaryIT {

    private static final String PIPELINE = "/api/v1/pipelines/canary";

    /** Kafka makes its indexes larger, of nothing. */
    private static final long LARGEST = 1 << 20;

    private final Map<String, String> secrets = new LinkedHashMap<>();
    /** What was said, by where. */
    private final Map<String, String> said = new LinkedHashMap<>();

    @TempDir
    Path directory;

    private String secret(String of, String value) {
        secrets.put(of, value);
        return value;
    }

    @Test
    @DisplayName(
            "No secret is in an answer, the log, a plan, Spark's pages, a process's arguments, a thread's name or a file")
    void nowhere() throws Exception {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        PrintStream console = System.out;
        System.setOut(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            use();
        } finally {
            System.setOut(console);
        }
        said.put("the log", log.toString(StandardCharsets.UTF_8));
        assertThat(said.get("the log")).contains("Sluice is locked", "MongoDB");

        assertThat(secrets).hasSize(7).doesNotContainValue("");
        assertThat(said).hasSizeGreaterThan(60);
        secrets.forEach((of, secret) -> said.forEach((where, text) -> assertThat(text.contains(secret))
                .as("the %s is in %s", of, where)
                .isFalse()));
    }

    private void use() throws Exception {
        int nobody;
        try (ServerSocket free = new ServerSocket(0)) {
            nobody = free.getLocalPort();
        }
        String password = secret("admin's password", "canary-of-the-admin-9f3kq");
        String mongo = "mongodb://sluice:" + secret("password of Mongo", "canary-of-mongo-4h8sw") + "@127.0.0.1:"
                + nobody + "/sluice?serverSelectionTimeoutMS=500&connectTimeoutMS=500";
        try (Sluice sluice = Sluice.startEmbedded(
                directory,
                "--logging.level.root=INFO",
                "--logging.level.io.sluice=DEBUG",
                "--logging.level.org.apache.spark=INFO",
                "--sluice.demo.enabled=false",
                "--sluice.spark.properties.spark.ui.enabled=true",
                "--sluice.spark.properties.spark.ui.port=0",
                "--spring.mongodb.uri=" + mongo,
                "--sluice.security.admin.password=" + password,
                "--sluice.security.metrics-token=" + secret("token for metrics", "canary-of-the-metrics-2m8x1q7d"))) {
            ApiClient stranger = sluice.api();
            Browser admin = new Browser(stranger.port());
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> admin.login("admin", password).status() == 200);
            ApiClient api = stranger.with(secret("token", admin.token("admin")));
            secret("session", admin.cookie("sluice"));
            secret(
                    "password of Postgres",
                    Files.readString(directory.resolve("postgres/password")).strip());
            fail(stranger, admin);
            run(api);
            askForEverything(api, stranger);
            lookInside(api);
        }
    }

    /** What is refused is told, and what was sent is not. */
    private void fail(ApiClient stranger, Browser admin) {
        String user = secret("user's password", "canary-of-a-user-c71z0");
        said.put("a wrong login", answer(new Browser(stranger.port()).login("admin", user + "-wrong")));
        said.put(
                "a user",
                answer(admin.send(
                        "POST",
                        "/api/v1/users",
                        "{\"name\":\"lisa\",\"role\":\"viewer\",\"password\":\"" + user + "\"}")));
        said.put(
                "a refused user",
                answer(admin.send(
                        "POST",
                        "/api/v1/users",
                        "{\"name\":\"..\",\"role\":\"king\",\"password\":\"" + user + "\",\"x\":[\"" + user + "\"]}")));
        said.put("a refused token", answer(stranger.with(user).get("/api/v1/pipelines")));
        said.put("a user's first login", answer(new Browser(stranger.port()).login("lisa", user)));
    }

    private void run(ApiClient api) {
        api.post("/api/v1/topics/canary/records", "[{\"id\": 1}, {\"id\": \"x\"}]")
                .expect(201);
        String source = "\"source\": {\"topics\": [\"canary\"], \"schema\": \"id INT\"}";
        api.post(
                        "/api/v1/pipelines",
                        "{\"name\": \"canary\", " + source
                                + ", \"sinks\": [{\"type\": \"postgres\", \"table\": \"canary\"}]}")
                .expect(201);
        api.awaitConsumed("canary", 2);
        api.post(
                        "/api/v1/pipelines",
                        "{\"name\": \"lost\", " + source
                                + ", \"sinks\": [{\"type\": \"mongo\", \"collection\": \"lost\"}]}")
                .expect(201);
        JsonNode lost = api.await(
                "lost",
                status -> status.has("lastError") && !status.path("lastError").isNull());
        said.put("the status of a pipeline whose store is away", lost.toString());
        said.put("a preview", answer(api.post("/api/v1/pipelines/preview", "{\"definition\": {" + source + "}}")));
        said.put("what is wrong with a definition", answer(api.post("/api/v1/pipelines/validate", "{\"name\": 1}")));
    }

    private void askForEverything(ApiClient api, ApiClient stranger) {
        List<String> paths = Permissions.lines().stream()
                .filter(line -> line.method().equals("GET"))
                .map(line -> line.path().getPatternString())
                .filter(path -> !path.contains("**") && !path.endsWith("/tail") && !path.endsWith("/events"))
                .map(path -> path.startsWith("/api/v1/pipelines/{name}")
                        ? path.replace("/api/v1/pipelines/{name}", PIPELINE)
                        : path)
                .map(path -> path.replace("{topic}", "canary")
                        .replace("{partition}", "0")
                        .replace("{offset}", "0")
                        .replace("{store}", "postgres")
                        .replace("{version}", "1")
                        .replace("{requiredMetricName}", "jvm.memory.used")
                        .replaceAll("\\{\\w+}", "9d1e0f8a-0000-4000-8000-000000000000"))
                .toList();
        for (String path : paths) {
            said.put(path, answer(api.get(path)));
            said.put(path + " for strangers", answer(stranger.get(path)));
        }
        assertThat(said.get("/actuator/prometheus")).contains("jvm_");
        assertThat(said.get("/v3/api-docs")).contains("openapi");
        assertThat(said.get("/api/v1/platform")).contains("mongo");
        try (EventReader events =
                EventReader.open(api.port(), "/api/v1/events", "Authorization", "Bearer " + secrets.get("token"))) {
            events.await("snapshot");
            said.put("events", events.events.toString());
        }
    }

    private void lookInside(ApiClient api) throws IOException, InterruptedException {
        SparkSession spark = SparkSession.getDefaultSession().get();
        said.put("Spark's configuration", spark.sparkContext().getConf().toDebugString());
        said.put("the session's configuration", spark.conf().getAll().toString());
        for (StreamingQuery query : spark.streams().active()) {
            // Goes to the console.
            query.explain(true);
        }
        String pages = spark.sparkContext().uiWebUrl().get();
        for (String page : List.of("/environment/", "/jobs/", "/stages/", "/executors/", "/SQL/", "/StreamingQuery/")) {
            said.put("Spark's page " + page, page(URI.create(pages + page)));
        }
        assertThat(said.get("Spark's page /environment/")).contains("spark.app.name");
        said.put(
                "names of threads",
                Thread.getAllStackTraces().keySet().stream()
                        .map(Thread::getName)
                        .collect(Collectors.joining("\n")));
        List<ProcessHandle> processes =
                new ArrayList<>(ProcessHandle.current().descendants().toList());
        assertThat(processes).isNotEmpty();
        processes.add(ProcessHandle.current());
        for (ProcessHandle process : processes) {
            said.put("the arguments of process " + process.pid(), arguments(process));
        }
        files(directory);
        try (Stream<Path> temporary = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            for (Path each : temporary
                    .filter(path -> path.getFileName().toString().matches("(spark|blockmgr|tomcat|sluice-jars).*"))
                    .toList()) {
                files(each);
            }
        }
    }

    private static String arguments(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
        } catch (IOException e) {
            return process.info().commandLine().orElse("");
        }
    }

    /** Postgres itself has its password, and the hashes of the others. */
    private void files(Path root) {
        try (Stream<Path> all = Files.walk(root)) {
            all.filter(file -> !file.startsWith(directory.resolve("postgres")))
                    .filter(file -> Files.isRegularFile(file) && file.toFile().length() <= LARGEST)
                    .forEach(file -> {
                        try {
                            said.put(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
                        } catch (IOException e) {
                            // It is gone, and so are its bytes.
                        }
                    });
        } catch (IOException | java.io.UncheckedIOException e) {
            // A directory of another process, which is gone.
        }
    }

    private static String page(URI page) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString())
                .body();
    }

    private static String answer(Answer answer) {
        return answer.status() + " " + answer.http().body();
    }
}
