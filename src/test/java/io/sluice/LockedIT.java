package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.access.Permissions;
import io.sluice.testing.ApiClient;
import io.sluice.testing.Browser;
import io.sluice.testing.EventReader;
import io.sluice.testing.RealQuotes;
import io.sluice.testing.Sluice;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;
import tools.jackson.databind.JsonNode;

/** The whole application, locked. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("A locked Sluice with all its rooms")
class LockedIT {

    private static final String PASSWORD = "correct horse battery";

    private static final int GUESSERS = 8;
    private static final int SLOW = 1_000;
    private static final String HALF_A_HEAD = "GET /api/v1/platform HTTP/1.1\r\nHost: local";
    private static final String HALF_A_BODY = "POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\n"
            + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{";

    private final Sluice sluice = Sluice.startFresh(
            "--sluice.demo.enabled=true",
            "--sluice.security.admin.password=" + PASSWORD,
            // So that guessers can have ever other addresses.
            "--sluice.security.behind-proxy=true",
            "--sluice.events.max-streams-per-user=2");
    private final ApiClient stranger = sluice.api();
    private final Browser admin = new Browser(stranger.port());
    private ApiClient api;

    @BeforeAll
    void login() {
        stranger.awaitReady();
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> admin.login("admin", PASSWORD).status() == 200);
        api = stranger.with(admin.token("admin"));
    }

    @AfterAll
    void stop() {
        sluice.close();
    }

    @Test
    @DisplayName("has no address beside those of the table")
    void tableHasEveryAddress() {
        Set<String> table = Permissions.lines().stream()
                .map(line -> line.method() + " " + line.path().getPatternString())
                .collect(Collectors.toSet());
        Set<String> found = sluice.beans(RequestMappingInfoHandlerMapping.class).stream()
                .flatMap(mapping -> mapping.getHandlerMethods().keySet().stream())
                .flatMap(LockedIT::addresses)
                .collect(Collectors.toSet());
        assertThat(found).hasSizeGreaterThan(60).contains("GET /actuator/health", "GET /v3/api-docs");
        // The container's own way to report an error, which no request gets to.
        found.removeIf(address -> address.endsWith(" /error"));
        assertThat(table).containsAll(found);
        assertThat(stranger.get("/error").status()).isEqualTo(401);
    }

    private static Stream<String> addresses(RequestMappingInfo info) {
        Set<?> methods = info.getMethodsCondition().getMethods();
        return info.getPatternValues().stream()
                .flatMap(pattern -> methods.isEmpty()
                        ? Stream.of("any " + pattern)
                        : methods.stream().map(method -> method + " " + pattern));
    }

    @Test
    @DisplayName("answers strangers at none of its pages and files but the login")
    void filesAreLockedAway() {
        for (String page : Set.of(
                "/",
                "/platform",
                "/swagger-ui.html",
                "/swagger-ui/index.html",
                "/v3/api-docs",
                "/problems",
                "/assets/any.js",
                "/actuator/prometheus",
                "/actuator/metrics")) {
            assertThat(stranger.get(page).status()).as(page).isEqualTo(401);
        }
        for (String page : Set.of(
                "/swagger-ui/index.html",
                "/swagger-ui/swagger-ui-bundle.js",
                "/v3/api-docs",
                "/v3/api-docs/swagger-config",
                "/problems",
                "/actuator/prometheus")) {
            assertThat(api.get(page).status()).as(page).isEqualTo(200);
        }
        assertThat(stranger.get("/login").status()).isEqualTo(200);
        assertThat(stranger.get("/demo/quotes").status()).isEqualTo(200);
        assertThat(stranger.get("/actuator/health/readiness").expect(200).propertyNames())
                .containsExactly("status");
        assertThat(stranger.with(admin.token("metrics"))
                        .get("/actuator/health/readiness")
                        .expect(200)
                        .propertyNames())
                .containsExactly("status");
        assertThat(stranger.with(admin.token("viewer"))
                        .get("/actuator/health/readiness")
                        .expect(200)
                        .propertyNames())
                .contains("components");
    }

    @Test
    @DisplayName("moves the real quotes for an operator's token, and notes who ordered what")
    void movesQuotes() {
        String quotes = RealQuotes.json();
        ApiClient operator = stranger.with(admin.token("operator"));
        String definition = definition("locked");
        JsonNode appended = operator.post("/api/v1/topics/topic_locked/records", quotes)
                .expect(201)
                .path("records");
        operator.post("/api/v1/pipelines", definition).expect(403);
        admin.send("POST", "/api/v1/pipelines", definition).expect(201);
        api.awaitConsumed("locked", 50);
        RealQuotes.assertStored(api, "locked", "topic_locked", appended);
        assertThat(api.get("/api/v1/pipelines/locked/versions")
                        .expect(200)
                        .at("/items/0/by")
                        .asString())
                .isEqualTo("admin");
    }

    private static String definition(String name) {
        return """
                {"name": "NAME", "source": {"topics": ["topic_NAME"], "schema":
                   "quote STRING NOT NULL, character STRING NOT NULL, image STRING, characterDirection STRING"},
                 "sinks": [{"type": "postgres", "table": "NAME"}, {"type": "mongo", "collection": "NAME"}]}""".replace("NAME", name);
    }

    @Test
    @DisplayName("shows what a definition masks of a topic's records to admins alone, wherever records are shown")
    void masks() {
        String schema = "id INT NOT NULL, email STRING, address STRUCT<street: INT, city: STRING>";
        String source = "{\"topics\": [\"masked\"], \"schema\": \"%s\"%s}";
        String masking = source.formatted(schema, ", \"mask\": [\"email\", \"address.street\", \"_key\"]");
        String definition = "{\"name\": \"masked\", \"source\": " + masking
                + ", \"transform\": \"SELECT id, CAST(substr(email, 1, 9) AS INT) AS n FROM source\","
                + " \"sinks\": [{\"type\": \"postgres\", \"table\": \"masked\"}]}";
        api.post(
                        "/api/v1/topics/masked/records?key=s3cret-key&partition=0",
                        "[{\"id\": 1, \"email\": \"s3cret-email\", \"address\": {\"street\": 1, \"city\": \"Ulm\"}},"
                                + "{\"id\": 2, \"email\": \"x\", \"address\": {\"street\": \"s3cret-street\", \"city\": \"Ulm\"}},"
                                + "{\"id\": 3, \"address\": \"s3cret-address\"},"
                                + "\"s3cret-text\"]")
                .expect(201);
        api.post("/api/v1/pipelines", definition).expect(201);
        api.awaitConsumed("masked", 4);

        ApiClient viewer = stranger.with(admin.token("viewer"));
        ApiClient operator = stranger.with(admin.token("operator"));
        String pipeline = "/api/v1/pipelines/masked";
        String letters = pipeline + "/dead-letters";
        List<String> reads = List.of(
                letters + "?decoded=true",
                letters + "?encoding=base64",
                letters + "/counts?by=reason",
                pipeline + "/records/masked/0/0",
                pipeline + "/records/masked/0/1",
                pipeline + "/records/masked/0/3",
                pipeline + "/status",
                "/api/v1/topics/masked/records",
                "/api/v1/topics/masked/records?limit=1");
        for (String path : reads) {
            assertThat(viewer.get(path).expect(200).toString())
                    .as(path)
                    .isNotEqualTo("[]")
                    .doesNotContain("s3cret", base64("s3cret-text"), base64("s3cret-key"));
        }
        assertThat(viewer.post("/api/v1/topics/masked/schema", null).expect(200).toString())
                .doesNotContain("s3cret");
        String unmasked = source.formatted(schema, "");
        String preview = "{\"definition\": {\"source\": " + unmasked
                + ", \"transform\": \"SELECT upper(email) AS e, address FROM source\"}, \"sample\": %s}";
        List<String> tries = List.of(
                preview.formatted("{\"from\": \"newest\"}"), preview.formatted("{\"deadLetters\": \"masked\"}"));
        for (String order : tries) {
            JsonNode shown = operator.post("/api/v1/pipelines/preview", order).expect(200);
            assertThat(shown.path("records").size()).isGreaterThanOrEqualTo(3);
            assertThat(shown.toString()).doesNotContainIgnoringCase("s3cret").contains("•••");
            assertThat(api.post("/api/v1/pipelines/preview", order).expect(200).toString())
                    .contains("s3cret-street");
        }
        assertThat(operator.post(letters + "/try", "{\"definition\": {\"source\": " + unmasked + "}}")
                        .expect(200)
                        .toString())
                .doesNotContain("s3cret")
                .contains("•••");
        assertThat(operator.post(letters + "/try", null).expect(200).toString())
                .doesNotContain("s3cret")
                .contains("Ulm");

        JsonNode whole = api.get(letters + "?decoded=true").expect(200);
        assertThat(whole.toString()).contains("s3cret-email", "s3cret-street", "s3cret-address", "s3cret-text");
        assertThat(whole.path("items")
                        .valueStream()
                        .map(item -> item.path("reason").asString()))
                .hasSize(4)
                .noneMatch(reason -> reason.contains("s3cret"));
        JsonNode shown = viewer.get(letters + "?decoded=true").expect(200);
        assertThat(shown.path("items")
                        .valueStream()
                        .map(item -> item.path("payload").asString()))
                .contains(
                        "{\"id\": 1, \"email\": \"•••\", \"address\": {\"street\": \"•••\", \"city\": \"Ulm\"}}",
                        "•••");
        assertThat(shown.path("items").valueStream().filter(item -> item.has("withheld")))
                .hasSize(1);

        // Whether something is found would tell, and a mark must not be stored for a value.
        viewer.get(letters + "?q=s3cret").expect(403);
        viewer.get(letters + "/counts?key=s3cret-key").expect(403);
        operator.post(letters + "/replay?dryRun=true", "{\"filter\": {\"q\": \"s3cret\"}}")
                .expect(403);
        operator.post(
                        letters + "/replay",
                        "{\"edits\": [{\"position\": {\"topic\": \"masked\", \"partition\": 0, \"offset\": 0},"
                                + " \"payload\": \"{\\\"id\\\": 1, \\\"email\\\": \\\"•••\\\"}\"}]}")
                .expect(422);
        assertThat(api.get(letters + "?q=s3cret-text").expect(200).path("total").asInt())
                .isEqualTo(1);

        try (EventReader seen = tail(operator, "viewer");
                EventReader all = tail(operator, "admin")) {
            seen.await("rate");
            all.await("rate");
            api.post("/api/v1/topics/masked/records?partition=0", "[{\"id\": 4, \"email\": \"s3cret-tail\"}]")
                    .expect(201);
            assertThat(record(all, 4)).contains("s3cret-tail");
            assertThat(record(seen, 4)).doesNotContain("s3cret").contains("•••");
        }
    }

    private EventReader tail(ApiClient any, String role) {
        return EventReader.open(
                any.port(), "/api/v1/pipelines/masked/tail", "Authorization", "Bearer " + admin.token(role));
    }

    private static String record(EventReader tail, int offset) {
        return tail.await(
                        "the record",
                        event -> event.kind().equals("record")
                                && event.data().path("offset").asInt() == offset)
                .data()
                .toString();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    @DisplayName(
            "says in the platform and in the API document that it is locked, how to log in, and which role each operation takes")
    void saysSo() {
        assertThat(api.get("/api/v1/platform").expect(200).path("security").asString())
                .isEqualTo("locked");
        JsonNode document = api.get("/v3/api-docs").expect(200);
        assertThat(OpenApiRules.faults(document)).isEmpty();
        assertThat(document.at("/components/securitySchemes").propertyNames())
                .containsExactlyInAnyOrder("token", "session");
        JsonNode create = document.at("/paths/~1api~1v1~1pipelines/post");
        assertThat(create.path("x-role").asString()).isEqualTo("admin");
        assertThat(create.at("/security/0").has("token")).isTrue();
        assertThat(document.at("/paths/~1api~1v1~1session/get/x-role").asString())
                .isEqualTo("anyone");
        assertThat(document.at("/paths/~1api~1v1~1session/get/security")).isEmpty();
        document.path("paths")
                .forEachEntry((path, item) -> item.forEachEntry((method, operation) -> assertThat(
                                operation.path("x-role").asString(""))
                        .as(method + " " + path)
                        .isNotEmpty()));
    }

    @Test
    @DisplayName(
            "answers and moves records while a thousand slow connections are open and passwords are guessed from everywhere")
    void withstandsSlowConnectionsAndGuessers() throws Exception {
        List<Socket> slow = new ArrayList<>();
        AtomicInteger guesses = new AtomicInteger();
        ExecutorService guessers = Executors.newFixedThreadPool(GUESSERS);
        try {
            for (int i = 0; i < SLOW; i++) {
                slow.add(slowConnection(i % 2 == 0 ? HALF_A_HEAD : HALF_A_BODY));
            }
            for (int i = 0; i < GUESSERS; i++) {
                guessers.execute(() -> guess(guesses));
            }
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> guesses.get() > 100);
            assertThat(slow).allMatch(LockedIT::isOpen);

            ApiClient operator = stranger.with(admin.token("operator"));
            JsonNode appended = operator.post("/api/v1/topics/topic_besieged/records", RealQuotes.json())
                    .expect(201)
                    .path("records");
            api.post("/api/v1/pipelines", definition("besieged")).expect(201);
            api.awaitConsumed("besieged", 50);
            RealQuotes.assertStored(api, "besieged", "topic_besieged", appended);
            for (int i = 0; i < 20; i++) {
                long began = System.nanoTime();
                operator.get("/api/v1/pipelines/besieged/status").expect(200);
                assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
            }
            int before = guesses.get();
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> guesses.get() > before);
        } finally {
            guessers.shutdownNow();
            assertThat(guessers.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    private Socket slowConnection(String beginning) throws IOException {
        Socket socket = new Socket("127.0.0.1", stranger.port());
        socket.getOutputStream().write(beginning.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** Whether the server has not ended it. */
    private static boolean isOpen(Socket socket) {
        try {
            socket.setSoTimeout(1);
            return socket.getInputStream().read() >= 0;
        } catch (SocketTimeoutException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Ever other passwords from ever other addresses, until it is interrupted. */
    private void guess(AtomicInteger guesses) {
        Browser browser = new Browser(stranger.port());
        browser.send("GET", "/api/v1/session", null);
        while (!Thread.currentThread().isInterrupted()) {
            try {
                int number = guesses.incrementAndGet();
                browser.send(
                        "POST",
                        "/api/v1/session",
                        "{\"name\":\"admin\",\"password\":\"wrong password " + number + "\"}",
                        "X-Forwarded-For",
                        "203.0." + number / 250 % 250 + "." + number % 250);
            } catch (AssertionError e) {
                // Interrupted while it waits for the answer.
                return;
            }
        }
    }

    @Test
    @DisplayName("shows whoever sees some pipelines only those: in lists, queries and events, and no topics and meters")
    void keepsToScopes() {
        api.awaitRuns("quotes");
        String insideToken = admin.token("operator", "[\"quo*\"]");
        String outsideToken = admin.token("operator", "[\"other-*\"]");
        ApiClient inside = stranger.with(insideToken);
        ApiClient outside = stranger.with(outsideToken);
        assertThat(inside.get("/api/v1/pipelines").expect(200).at("/items").findValuesAsString("name"))
                .containsExactly("quotes");
        assertThat(outside.get("/api/v1/pipelines").expect(200).path("total").asInt())
                .isZero();
        assertThat(inside.get("/api/v1/queries").expect(200).findValuesAsString("name"))
                .contains("quotes");
        assertThat(outside.get("/api/v1/queries").expect(200)).isEmpty();
        String query = inside.get("/api/v1/queries").body().at("/0/id").asString();
        outside.get("/api/v1/queries/" + query).expect(404);
        outside.post("/api/v1/queries/" + query + "/stop", null).expect(404);
        outside.get("/api/v1/events?pipeline=quotes").expect(404);
        for (String address : Set.of(
                "/api/v1/topics",
                "/api/v1/topics/topic_quotes/records",
                "/api/v1/audit",
                "/actuator/prometheus",
                "/actuator/metrics")) {
            inside.get(address).expect(403);
        }
        inside.get("/api/v1/pipelines/quotes/records/topic_quotes/0/0").expect(200);
        inside.get("/api/v1/pipelines/quotes/records/topic_other/0/0").expect(403);
        JsonNode definition = api.get("/api/v1/pipelines/quotes").expect(200).path("definition");
        outside.post("/api/v1/pipelines/preview", "{\"definition\": " + definition + "}")
                .expect(403);
        outside.post(
                        "/api/v1/pipelines/preview",
                        "{\"definition\": " + definition + ", \"sample\": {\"deadLetters\": \"quotes\"}}")
                .expect(404);
        outside.post("/api/v1/pipelines/preview", "{\"definition\": " + definition + ", \"sample\": {\"records\": []}}")
                .expect(200);
        try (EventReader in = events(insideToken);
                EventReader out = events(outsideToken)) {
            assertThat(in.await("snapshot").data().path("pipelines").findValuesAsString("name"))
                    .containsExactly("quotes");
            assertThat(out.await("snapshot").data().path("pipelines")).isEmpty();
            in.await("progress of quotes", event -> event.is("progress", "quotes"));
            assertThat(out.events).noneMatch(event -> event.data().has("pipeline"));
        }
    }

    @Test
    @DisplayName("lets each user have so many streams of events, whatever others have")
    void limitsStreamsOfUsers() {
        String token = admin.token("viewer");
        try (EventReader one = events(token);
                EventReader two = events(token)) {
            one.await("snapshot");
            two.await("snapshot");
            assertThat(stranger.with(token)
                            .get("/api/v1/events")
                            .expect(429)
                            .path("detail")
                            .asString())
                    .contains("This user has 2 streams");
            try (EventReader other = events(admin.token("viewer"))) {
                other.await("snapshot");
            }
        }
    }

    private EventReader events(String token) {
        return EventReader.open(stranger.port(), "/api/v1/events", "Authorization", "Bearer " + token);
    }

    @Test
    @DisplayName("ends the event streams of a session that logs out, and of a token that is revoked")
    void endsStreams() throws Exception {
        String token = admin.token("viewer");
        Browser viewer = new Browser(stranger.port());
        viewer.login("admin", PASSWORD).expect(200);
        try (EventReader byToken = events(token);
                EventReader bySession = EventReader.open(
                        stranger.port(), "/api/v1/events", "Cookie", "sluice=" + viewer.cookie("sluice"))) {
            byToken.await("snapshot");
            bySession.await("snapshot");
            viewer.send("DELETE", "/api/v1/session", null).expect(204);
            assertThat(bySession.answer().get(30, TimeUnit.SECONDS).statusCode())
                    .isEqualTo(200);
            assertThat(byToken.answer()).isNotDone();
            String id = api.get("/api/v1/tokens")
                    .expect(200)
                    .valueStream()
                    .filter(each -> each.path("role").asString().equals("viewer"))
                    .reduce((one, next) -> next)
                    .orElseThrow()
                    .path("id")
                    .asString();
            admin.send("DELETE", "/api/v1/tokens/" + id, null).expect(204);
            assertThat(byToken.answer().get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        }
    }
}
