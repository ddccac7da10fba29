package io.sluice.access.gate;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.access.Permissions;
import io.sluice.access.Role;
import io.sluice.access.gate.Endpoints.Endpoint;
import io.sluice.access.gate.LockedApp.Others;
import io.sluice.testing.Api;
import io.sluice.testing.ApiClient;
import io.sluice.testing.ApiClient.Answer;
import io.sluice.testing.Browser;
import io.sluice.testing.NoServers;
import io.sluice.testing.TestPostgres;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@SpringBootTest(
        classes = LockedApp.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "sluice.security.admin.password=" + LockTest.PASSWORD,
            "sluice.security.metrics-token=" + LockTest.METRICS,
            "sluice.security.behind-proxy=true",
            "logging.level.root=ERROR",
            "spring.main.banner-mode=off",
            NoServers.NO_TELEMETRY
        })
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("A locked Sluice")
class LockTest {

    static final String METRICS = "a-token-of-the-configuration";
    static final String PASSWORD = "correct horse battery";

    private static final Set<String> ANYONES = Set.of("getSession", "login", "logout", "listDemoQuotes");
    private static final Set<String> VIEWERS = Set.of("proposeSchema", "validatePipeline", "changePassword");
    /** What tells of no pipeline, or of those alone that whoever asks sees; beside what is of one pipeline. */
    private static final Set<String> SCOPED = Set.of(
            "changePassword",
            "all",
            "one",
            "getPlatform",
            "getEvents",
            "listTransformFunctions",
            "listQueries",
            "getQuery",
            "stopQuery",
            "listPipelines",
            "createPipeline",
            "validatePipeline",
            "previewPipeline");

    private static final Set<String> OPERATORS = Set.of(
            "startPipeline",
            "stopPipeline",
            "restartPipeline",
            "stopQuery",
            "appendTopicRecords",
            "previewPipeline",
            "tryDeadLetters",
            "replayDeadLetters",
            "startReconciliation",
            "cancelReconciliation",
            "alterPipelineOffsets");

    @LocalServerPort
    int port;

    private ApiClient stranger;
    private Browser admin;

    @BeforeAll
    void login() {
        stranger = new ApiClient(port);
        admin = new Browser(port);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> admin.login("admin", PASSWORD).status() == 200);
    }

    /** Null: whoever comes. */
    private static Role needed(Endpoint endpoint) {
        String id = endpoint.id();
        if (ANYONES.contains(id)) {
            return null;
        }
        if (endpoint.pattern().matches("/api/v1/(users|tokens|audit).*")) {
            return Role.ADMIN;
        }
        if (endpoint.method().equals("GET") || VIEWERS.contains(id)) {
            return Role.VIEWER;
        }
        return OPERATORS.contains(id) ? Role.OPERATOR : Role.ADMIN;
    }

    @Test
    @DisplayName("lets each role do what it may, every operation that there is, and nobody who is not known")
    void everyOperationWithEveryRole() throws SQLException {
        Map<Role, ApiClient> roles = new TreeMap<>();
        for (Role role : Role.values()) {
            roles.put(role, stranger.with(admin.token(role.text())));
        }
        String expired = admin.token("admin");
        expire(expired);
        String revoked = admin.token("admin");
        revoke(revoked);
        List<ApiClient> nobodies =
                List.of(stranger, stranger.with(expired), stranger.with(revoked), stranger.with("sluice_made-up"));

        List<Endpoint> endpoints = Endpoints.all();
        assertThat(endpoints).hasSizeGreaterThan(50);
        for (Endpoint endpoint : endpoints) {
            Role needed = needed(endpoint);
            if (needed == null) {
                assertThat(send(nobodies.get(3), endpoint))
                        .as(endpoint.toString())
                        .isNotIn(401, 403);
                continue;
            }
            for (ApiClient nobody : nobodies) {
                assertThat(send(nobody, endpoint)).as(endpoint.toString()).isEqualTo(401);
            }
            roles.forEach((role, client) -> {
                int status = send(client, endpoint);
                if (role.covers(needed)) {
                    assertThat(status).as("%s %s", role, endpoint).isNotIn(401, 403);
                } else {
                    assertThat(status).as("%s %s", role, endpoint).isEqualTo(403);
                }
            });
        }
    }

    @Test
    @DisplayName("lets whoever sees some pipelines only do what he may with those, and others be not there for him")
    void everyOperationWithEveryScope() {
        Map<Role, ApiClient> own = new TreeMap<>();
        Map<Role, ApiClient> foreign = new TreeMap<>();
        for (Role role : Role.values()) {
            own.put(role, stranger.with(admin.token(role.text(), "[\"else\", \"noth*\"]")));
            foreign.put(role, stranger.with(admin.token(role.text(), "[\"anything-*\", \"nothing-\"]")));
        }
        for (Endpoint endpoint : Endpoints.all()) {
            Role needed = needed(endpoint);
            if (needed == null) {
                continue;
            }
            boolean isOfOne = endpoint.pattern().startsWith("/api/v1/pipelines/{name}");
            for (Role role : Role.values()) {
                String what = role + " " + endpoint;
                int inside = send(own.get(role), endpoint);
                Answer outside = answer(foreign.get(role), endpoint);
                if (!role.covers(needed) || !isOfOne && !SCOPED.contains(endpoint.id())) {
                    assertThat(inside).as(what).isEqualTo(403);
                    assertThat(outside.status()).as(what).isEqualTo(403);
                } else if (isOfOne) {
                    assertThat(inside).as(what).isEqualTo(200);
                    boolean makes = endpoint.method().equals("PUT");
                    assertThat(outside.status()).as(what).isEqualTo(makes ? 403 : 404);
                    assertThat(outside.body().path("type").asString())
                            .isEqualTo(makes ? "/problems/not-allowed" : "/problems/pipeline-not-found");
                } else {
                    assertThat(inside).as(what).isNotIn(401, 403);
                    assertThat(outside.status()).as(what).isNotIn(401, 403);
                }
            }
        }
    }

    @Test
    @DisplayName("takes the name of a pipeline as its handler takes it, however an address is written")
    void scopesAreHeldAgainstTheDecodedName() {
        ApiClient scoped = stranger.with(admin.token("admin", "[\"mine-*\"]"));
        assertThat(scoped.get("/api/v1/pipelines/mine-a/status").status()).isEqualTo(200);
        assertThat(scoped.get("/api/v1/pipelines/%6Dine-a/status").status()).isEqualTo(200);
        int before = Others.REACHED.get();
        for (String name : List.of("yours", "mine", "xmine-a", "yours%2Fmine-a", "mine-a%2F..%2Fyours", "%79ours")) {
            assertThat(scoped.get("/api/v1/pipelines/" + name + "/status").status())
                    .as(name)
                    .isIn(400, 404);
        }
        assertThat(Others.REACHED.get() - before).as("reached").isLessThanOrEqualTo(1);
    }

    @Test
    @DisplayName("keeps an admin of all pipelines, and takes patterns of names only")
    void keepsAnAdminOfAllPipelines() {
        admin.send("PATCH", "/api/v1/users/admin", "{\"pipelines\":[\"a*\"]}").expect(409);
        for (String wrong : List.of("[\"A\"]", "[\"\"]", "[null]", "[\"a b\"]", "[\"" + "a".repeat(64) + "\"]")) {
            admin.send("PATCH", "/api/v1/users/admin", "{\"pipelines\":" + wrong + "}")
                    .expect(422);
        }
        user("maggie", "viewer");
        Browser maggie = loggedIn("maggie", PASSWORD);
        admin.send("PATCH", "/api/v1/users/maggie", "{\"pipelines\":[\"m-*\"]}").expect(200);
        assertThat(maggie.send("GET", "/api/v1/platform", null).status())
                .as("another scope ends the session")
                .isEqualTo(401);
        Browser again = loggedIn("maggie", PASSWORD);
        assertThat(again.send("GET", "/api/v1/session", null)
                        .body()
                        .at("/pipelines/0")
                        .asString())
                .isEqualTo("m-*");
        assertThat(again.send("GET", "/api/v1/pipelines/n/status", null).status())
                .isEqualTo(404);
        assertThat(again.send("GET", "/api/v1/pipelines/m-1/status", null).status())
                .isEqualTo(200);
        admin.send("DELETE", "/api/v1/users/maggie", null).expect(204);
    }

    @Test
    @DisplayName("notes every change and every refused one, who and from where, and nothing that is secret")
    void notesChangesAndRefusals() throws SQLException {
        user("ralph", "viewer");
        admin.send("PATCH", "/api/v1/users/ralph", "{\"role\":\"operator\",\"password\":\"staple battery horse\"}")
                .expect(200);
        String secret = admin.token("viewer");
        String id = newestToken();
        stranger.with(secret).delete("/api/v1/users/ralph").expect(403);
        stranger.delete("/api/v1/users/ralph").expect(401);
        admin.send("DELETE", "/api/v1/users/ralph", null).expect(204);
        admin.send("GET", "/api/v1/users", null).expect(200);

        ApiClient api = stranger.with(admin.token("admin"));
        JsonNode items = Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(
                        () -> audit(api, "target=ralph"),
                        found -> found.size() == 5 && found.valueStream().allMatch(item -> item.has("status")));
        assertThat(items.valueStream()
                        .map(item -> item.path("action").asString() + " "
                                + item.at("/who/kind").asString() + " "
                                + item.path("outcome").asString() + " "
                                + item.path("status").asInt()))
                .containsExactlyInAnyOrder(
                        "deleteUser user done 204",
                        "deleteUser stranger refused 401",
                        "deleteUser token refused 403",
                        "changeUser user done 200",
                        "createUser user done 201");
        assertThat(items.valueStream().map(item -> item.at("/who/address").asString()))
                .containsOnly("127.0.0.1");
        JsonNode change = audit(api, "target=ralph&action=changeUser&who=admin&outcome=done")
                .path(0);
        assertThat(change.at("/before/role").asString()).isEqualTo("viewer");
        assertThat(change.path("after")).hasToString("{\"role\":\"operator\",\"password\":\"another\"}");
        assertThat(audit(api, "target=ralph&outcome=refused&who=for%20a%20test")
                        .at("/0/who/token")
                        .asString())
                .isEqualTo(id);
        String first = api.get("/api/v1/audit?target=ralph&size=2&after=begin")
                .expect(200)
                .path("next")
                .asString();
        assertThat(audit(api, "target=ralph&size=2&after=" + first)).hasSize(2);
        assertThat(audit(api, "target=ralph&to=2020-01-01T00:00:00Z")).isEmpty();
        api.get("/api/v1/audit?outcome=maybe").expect(400);
        try (Connection connection = TestPostgres.connect(LockedApp.DATABASE);
                Statement select = connection.createStatement();
                var rows = select.executeQuery("SELECT string_agg(a::text, '') FROM sluice.audit a")) {
            rows.next();
            assertThat(rows.getString(1)).doesNotContain(secret, PASSWORD, "staple", "bcrypt");
        }
    }

    private static JsonNode audit(ApiClient api, String query) {
        return api.get("/api/v1/audit?" + query).expect(200).path("items");
    }

    private static Answer answer(ApiClient client, Endpoint endpoint) {
        boolean hasBody = !Set.of("GET", "DELETE").contains(endpoint.method());
        return client.send(endpoint.method(), endpoint.address(), hasBody ? "{}" : null);
    }

    private static int send(ApiClient client, Endpoint endpoint) {
        return answer(client, endpoint).status();
    }

    @Test
    @DisplayName("has a line for each operation by its own pattern, and none for an operation that is not there")
    void tableIsThatOfTheOperations() {
        Map<String, Set<String>> lines = Permissions.lines().stream()
                .filter(line -> line.path().getPatternString().matches("/(api|demo|problems).*"))
                .collect(groupingBy(
                        Permissions.Line::method,
                        TreeMap::new,
                        mapping(line -> line.path().getPatternString(), toCollection(TreeSet::new))));
        assertThat(lines).isEqualTo(Endpoints.patterns());
    }

    private static void sql(String statement) throws SQLException {
        try (Connection connection = TestPostgres.connect(LockedApp.DATABASE);
                Statement change = connection.createStatement()) {
            assertThat(change.executeUpdate(statement)).isPositive();
        }
    }

    private String newestToken() {
        return admin.send("GET", "/api/v1/tokens", null)
                .expect(200)
                .valueStream()
                .reduce((one, next) -> next)
                .orElseThrow()
                .path("id")
                .asString();
    }

    private void expire(String token) throws SQLException {
        sql("UPDATE sluice.tokens SET expires_at = now() - interval '1 second' WHERE id = '" + newestToken() + "'");
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> stranger.with(token).get("/anything").status() == 401);
    }

    private void revoke(String token) {
        admin.send("DELETE", "/api/v1/tokens/" + newestToken(), null).expect(204);
        assertThat(stranger.with(token).get("/api/v1/platform").status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/elsewhere",
                "/api/v1/nothing",
                "/error",
                "/api/v1/pipelines/",
                "/api/v1/Pipelines",
                "/actuator/env",
                "/actuator/heapdump",
                "/login/other/file"
            })
    @DisplayName("denies what is not in the table, to an admin, too")
    void deniesWhatIsNotInTheTable(String address) {
        int before = Others.REACHED.get();
        assertThat(stranger.get(address).status()).isEqualTo(401);
        assertThat(stranger.with(admin.token("admin")).get(address).status()).isEqualTo(404);
        assertThat(Others.REACHED).hasValue(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/platform;x=/login",
                "//api/v1/platform",
                "/login/../api/v1/platform",
                "/login/%2e%2e/api/v1/platform",
                "/api/v1/./platform",
                "/%61pi/v1/platform",
                "/api/v1/session/../platform",
            })
    @DisplayName("is not led astray by how an address is written")
    void addressesAreTakenAsTheHandlersTakeThem(String address) throws Exception {
        int before = Others.REACHED.get();
        assertThat(new Api(port).raw("GET " + address + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .containsPattern("^HTTP/1.1 (400|401|404) ");
        assertThat(Others.REACHED).hasValue(before);
    }

    @Test
    @DisplayName("answers strangers with a problem, browsers with the way to the login, which goes on from there")
    void answersStrangers() {
        Answer api = stranger.get("/api/v1/platform");
        assertThat(api.body().path("type").asString()).isEqualTo("/problems/not-logged-in");
        assertThat(api.http().headers().firstValue("WWW-Authenticate")).contains("Bearer");
        Answer page = new Browser(port).send("GET", "/pipelines/a?b=c&d=%20e", null, "Accept", "text/html,*/*");
        assertThat(page.status()).isEqualTo(302);
        assertThat(page.http().headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).endsWith("/login?to=%2Fpipelines%2Fa%3Fb%3Dc%26d%3D%2520e"));
        Answer login = stranger.get("/login");
        assertThat(login.status()).isEqualTo(200);
        assertThat(login.http().body()).contains("<form>").doesNotContain("<style", "style=", "onsubmit");
        assertThat(login.http().headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .contains("default-src 'none'", "frame-ancestors 'none'", "trusted-types 'none'")
                        .doesNotContain("unsafe"));
        assertThat(stranger.get("/login/login.js").http().headers().firstValue("Content-Type"))
                .contains("text/javascript;charset=UTF-8");
        assertThat(stranger.get("/login/login.css").status()).isEqualTo(200);
    }

    @Test
    @DisplayName("shows strangers the state of liveness and readiness, and nothing else of its health")
    void showsStrangersTheStateAlone() {
        assertThat(stranger.get("/actuator/health/liveness").expect(200).propertyNames())
                .containsExactly("status");
        assertThat(stranger.get("/actuator/health").status()).isEqualTo(401);
        assertThat(stranger.with(admin.token("viewer"))
                        .get("/actuator/health")
                        .body()
                        .propertyNames())
                .contains("components");
        for (String token : List.of(admin.token("metrics"), METRICS)) {
            ApiClient metrics = stranger.with(token);
            assertThat(metrics.get("/actuator/prometheus").status()).isNotIn(401, 403);
            assertThat(metrics.get("/actuator/health").status()).isEqualTo(403);
        }
    }

    @Test
    @DisplayName("keeps the session in a cookie that scripts and other sites do not get, another one after each login")
    void sessionCookie() {
        Browser browser = new Browser(port);
        Answer login = browser.login("admin", PASSWORD);
        assertThat(login.expect(200).path("role").asString()).isEqualTo("admin");
        assertThat(login.body().path("kind").asString()).isEqualTo("user");
        assertThat(login.http().headers().allValues("Set-Cookie"))
                .anySatisfy(cookie -> assertThat(cookie)
                        .startsWith("sluice=")
                        .contains("; HttpOnly", "; SameSite=Strict")
                        .doesNotContain("Domain"))
                .anySatisfy(
                        cookie -> assertThat(cookie).startsWith("XSRF-TOKEN=").contains("SameSite=Strict"));
        String first = browser.cookie("sluice");
        browser.login("admin", PASSWORD).expect(200);
        assertThat(browser.cookie("sluice")).isNotEqualTo(first);
        assertThat(stranger.send("GET", "/api/v1/platform", null, "Cookie", "sluice=" + first)
                        .status())
                .isEqualTo(401);
        assertThat(browser.send("GET", "/api/v1/session", null)
                        .expect(200)
                        .path("user")
                        .asString())
                .isEqualTo("admin");

        assertThat(browser.send("DELETE", "/api/v1/session", null).status()).isEqualTo(204);
        assertThat(browser.send("GET", "/api/v1/platform", null).status()).isEqualTo(401);
    }

    @Test
    @DisplayName("keeps a session under one cookie and one proof, for a page sends several requests at once")
    void keepsTheCookie() {
        Browser browser = new Browser(port);
        browser.login("admin", PASSWORD).expect(200);
        String cookies = "sluice=" + browser.cookie("sluice") + "; XSRF-TOKEN=" + browser.cookie("XSRF-TOKEN");
        for (int i = 0; i < 3; i++) {
            Answer answer = stranger.send("GET", "/api/v1/platform", null, "Cookie", cookies);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.http().headers().allValues("Set-Cookie")).isEmpty();
            assertThat(stranger.send(
                                    "POST",
                                    "/api/v1/pipelines/a/stop",
                                    null,
                                    "Cookie",
                                    cookies,
                                    "X-XSRF-TOKEN",
                                    String.valueOf(browser.cookie("XSRF-TOKEN")))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    @DisplayName(
            "takes an order of a session only with the proof that a page of Sluice sent it, with a body or without")
    void asksForTheProof() {
        int before = Others.REACHED.get();
        for (String body : new String[] {null, "{}"}) {
            for (String proof : List.of("", "made-up")) {
                Answer forged = admin.send("POST", "/api/v1/pipelines/a/stop", body, "X-XSRF-TOKEN", proof);
                assertThat(forged.status()).isEqualTo(403);
                assertThat(forged.body().path("type").asString()).isEqualTo("/problems/foreign-site");
            }
        }
        assertThat(Others.REACHED).hasValue(before);
        assertThat(admin.send("POST", "/api/v1/pipelines/a/stop", null).status())
                .isEqualTo(200);
        assertThat(admin.send("POST", "/api/v1/pipelines/a/stop", "{}").status())
                .isEqualTo(200);
        assertThat(new Browser(port)
                        .send("POST", "/api/v1/session", "{\"name\":\"admin\",\"password\":\"" + PASSWORD + "\"}")
                        .status())
                .as("a login that a foreign page sends")
                .isEqualTo(403);
    }

    @Test
    @DisplayName("makes no session for a token, and takes no session in place of a token that is not good")
    void tokensHaveNoSession() {
        ApiClient token = stranger.with(admin.token("viewer"));
        assertThat(token.get("/api/v1/session").expect(200).path("kind").asString())
                .isEqualTo("token");
        Answer answer = token.get("/api/v1/platform");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.http().headers().allValues("Set-Cookie")).noneMatch(cookie -> cookie.startsWith("sluice="));
        assertThat(admin.send("GET", "/api/v1/platform", null, "Authorization", "Bearer made-up")
                        .status())
                .isEqualTo(401);
    }

    @Test
    @DisplayName("ends the sessions of a user whose role, password or name is gone")
    void changesEndSessions() {
        for (String change : List.of("{\"role\":\"operator\"}", "{\"password\":\"staple battery horse\"}")) {
            user("lisa", "viewer");
            Browser lisa = loggedIn("lisa", PASSWORD);
            admin.send("PATCH", "/api/v1/users/lisa", change).expect(200);
            assertThat(lisa.send("GET", "/api/v1/platform", null).status())
                    .as(change)
                    .isEqualTo(401);
            admin.send("DELETE", "/api/v1/users/lisa", null).expect(204);
        }
        user("lisa", "viewer");
        Browser lisa = loggedIn("lisa", PASSWORD);
        admin.send("DELETE", "/api/v1/users/lisa", null).expect(204);
        user("lisa", "viewer");
        assertThat(lisa.send("GET", "/api/v1/platform", null).status())
                .as("a user of the same name")
                .isEqualTo(401);
        admin.send("DELETE", "/api/v1/users/lisa", null).expect(204);
    }

    @Test
    @DisplayName("lets a user take another password by the one so far, which ends the other sessions alone")
    void changesPasswords() {
        user("bart", "viewer");
        Browser here = loggedIn("bart", PASSWORD);
        Browser there = loggedIn("bart", PASSWORD);
        String path = "/api/v1/session/password";
        String other = "staple battery horse";
        assertThat(here.send("PUT", path, "{\"current\":\"wrong\",\"password\":\"" + other + "\"}")
                        .status())
                .isEqualTo(401);
        assertThat(here.send("PUT", path, "{\"current\":\"" + PASSWORD + "\",\"password\":\"short\"}")
                        .expect(422)
                        .path("errors")
                        .path(0)
                        .path("pointer")
                        .asString())
                .isEqualTo("/password");
        here.send("PUT", path, "{\"current\":\"" + PASSWORD + "\",\"password\":\"" + other + "\"}")
                .expect(204);
        assertThat(here.send("GET", "/api/v1/platform", null).status()).isEqualTo(200);
        assertThat(there.send("GET", "/api/v1/platform", null).status()).isEqualTo(401);
        loggedIn("bart", other);
        assertThat(stranger.with(admin.token("viewer"))
                        .put(path, "{\"current\":\"" + PASSWORD + "\",\"password\":\"" + other + "\"}")
                        .status())
                .as("a token has no password")
                .isEqualTo(401);
        admin.send("DELETE", "/api/v1/users/bart", null).expect(204);
    }

    @Test
    @DisplayName("shows a token once, keeps its hash alone, and when it was used last")
    void keepsHashesOnly() throws SQLException {
        Answer made = admin.send("POST", "/api/v1/tokens", "{\"name\":\"a script\",\"role\":\"operator\",\"days\":2}");
        String secret = made.expect(201).path("secret").asString();
        assertThat(secret).matches("sluice_[A-Za-z0-9_-]{43}");
        assertThat(made.http().headers().firstValue("Location"))
                .contains("/api/v1/tokens/" + made.body().path("id").asString());
        assertThat(stranger.with(secret).get("/api/v1/platform").status()).isEqualTo(200);
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> admin.send("GET", "/api/v1/tokens", null)
                        .expect(200)
                        .valueStream()
                        .anyMatch(
                                token -> token.path("name").asString().equals("a script") && token.has("lastUsedAt")));
        String listed = admin.send("GET", "/api/v1/tokens", null).http().body()
                + admin.send("GET", "/api/v1/users", null).http().body();
        assertThat(listed).doesNotContain(secret, "bcrypt", "hash", "stamp");
        try (Connection connection = TestPostgres.connect(LockedApp.DATABASE);
                Statement select = connection.createStatement();
                var rows = select.executeQuery("SELECT t.name || encode(t.hash, 'escape') || u.password_hash"
                        + " FROM sluice.tokens t, sluice.users u")) {
            while (rows.next()) {
                assertThat(rows.getString(1)).doesNotContain(secret, PASSWORD).contains("{bcrypt}$2");
            }
        }
    }

    @Test
    @DisplayName("keeps an admin, and one user of a name")
    void keepsAnAdmin() {
        assertThat(admin.send("DELETE", "/api/v1/users/admin", null)
                        .expect(409)
                        .path("type")
                        .asString())
                .isEqualTo("/problems/last-admin");
        admin.send("PATCH", "/api/v1/users/admin", "{\"role\":\"viewer\"}").expect(409);
        assertThat(admin.send("GET", "/api/v1/session", null)
                        .body()
                        .path("role")
                        .asString())
                .isEqualTo("admin");
        assertThat(admin.send(
                                "POST",
                                "/api/v1/users",
                                "{\"name\":\"admin\",\"role\":\"viewer\",\"password\":\"" + PASSWORD + "\"}")
                        .expect(409)
                        .path("type")
                        .asString())
                .isEqualTo("/problems/name-taken");
        admin.send("DELETE", "/api/v1/users/nobody", null).expect(404);
        admin.send("DELETE", "/api/v1/tokens/0b7f3a52-6c0e-4a57-9e0d-0e6f0a1c2d3e", null)
                .expect(404);
        for (String wrong : List.of("a/b", "", "-x")) {
            admin.send(
                            "POST",
                            "/api/v1/users",
                            "{\"name\":\"" + wrong + "\",\"role\":\"viewer\",\"password\":\"" + PASSWORD + "\"}")
                    .expect(422);
        }
    }

    @Test
    @DisplayName("answers a wrong password and an unknown name alike, and makes who guesses wait")
    void slowsGuessing() {
        user("marge", "viewer");
        Browser guesser = new Browser(port);
        Answer wrong = guesser.login("marge", "wrong password");
        Answer unknown = guesser.login("nobody", "wrong password");
        assertThat(wrong.expect(401).path("detail"))
                .isEqualTo(unknown.expect(401).path("detail"));
        for (int i = 0; i < 4; i++) {
            guesser.login("marge", "wrong password").expect(401);
        }
        Answer right = guesser.login("marge", PASSWORD);
        assertThat(right.expect(429).path("detail").asString()).contains("wrong passwords");
        assertThat(right.http().headers().firstValue("Retry-After")).contains("1");
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> guesser.login("marge", PASSWORD).status() == 200);
        admin.send("DELETE", "/api/v1/users/marge", null).expect(204);
    }

    @Test
    @DisplayName("takes the address of a guesser and the scheme from the proxy, for a login with its body, too")
    void believesTheProxy() {
        user("apu", "viewer");
        Browser browser = new Browser(port);
        browser.send("GET", "/api/v1/session", null).expect(200);
        String wrong = "{\"name\":\"apu\",\"password\":\"wrong password\"}";
        String right = "{\"name\":\"apu\",\"password\":\"" + PASSWORD + "\"}";
        String from = "X-Forwarded-For";
        // Two seconds or more, in which the next two requests find room.
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> browser.send("POST", "/api/v1/session", wrong, from, "203.0.113.7")
                                .http()
                                .headers()
                                .firstValueAsLong("Retry-After")
                                .orElse(0)
                        >= 2);
        browser.send("POST", "/api/v1/session", right, from, "203.0.113.7").expect(429);
        // What a client makes up stands before what the proxy adds.
        browser.send("POST", "/api/v1/session", right, from, "203.0.113.9, 203.0.113.7")
                .expect(429);
        Answer login =
                browser.send("POST", "/api/v1/session", right, from, "203.0.113.8", "X-Forwarded-Proto", "https");
        assertThat(login.status()).isEqualTo(200);
        assertThat(login.http().headers().allValues("Set-Cookie"))
                .filteredOn(cookie -> cookie.startsWith("sluice=") || cookie.startsWith("XSRF-TOKEN="))
                .hasSizeGreaterThanOrEqualTo(2)
                .allSatisfy(cookie -> assertThat(cookie).contains("; Secure"));
        assertThat(login.http().headers().map())
                .as("other ports of the host may have no TLS")
                .doesNotContainKey("strict-transport-security");
        admin.send("DELETE", "/api/v1/users/apu", null).expect(204);
    }

    @Test
    @DisplayName("keeps who is known, by a token, a session or a password, while Postgres is away, and changes nothing")
    void keepsWhoIsKnownWhilePostgresIsAway() {
        ApiClient token = stranger.with(admin.token("viewer"));
        int before = LockedApp.REFUSED.get();
        LockedApp.AWAY.set(true);
        try {
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> LockedApp.REFUSED.get() >= before + 3);
            assertThat(token.get("/api/v1/platform").status()).isEqualTo(200);
            assertThat(admin.send("GET", "/api/v1/platform", null).status()).isEqualTo(200);
            loggedIn("admin", PASSWORD);
            assertThat(stranger.with("sluice_made-up").get("/api/v1/platform").status())
                    .isEqualTo(401);
            assertThat(new Browser(port).login("admin", "wrong password").status())
                    .isEqualTo(401);
            admin.send("DELETE", "/api/v1/tokens/0b7f3a52-6c0e-4a57-9e0d-0e6f0a1c2d3e", null)
                    .expect(503);
        } finally {
            LockedApp.AWAY.set(false);
        }
        assertThat(token.get("/api/v1/platform").status()).isEqualTo(200);
    }

    @Test
    @DisplayName("takes a request of a foreign host name or page from nobody, a good token or not")
    void looksWhereARequestComesFrom() throws Exception {
        int before = Others.REACHED.get();
        String known = "Authorization: Bearer " + admin.token("admin") + "\r\nConnection: close\r\n";
        for (String request : List.of(
                "GET /api/v1/platform HTTP/1.1\r\nHost: foreign.example\r\n" + known,
                "POST /api/v1/pipelines/a/stop HTTP/1.1\r\nHost: localhost\r\nOrigin: http://foreign.example\r\n"
                        + "Content-Length: 0\r\n" + known)) {
            assertThat(new Api(port).raw(request + "\r\n"))
                    .startsWith("HTTP/1.1 403 ")
                    .contains("/problems/foreign-site");
        }
        assertThat(Others.REACHED).hasValue(before);
    }

    @Test
    @DisplayName("refuses a login without a name or a password as a body that cannot be read")
    void loginsHaveANameAndAPassword() {
        Browser browser = new Browser(port);
        browser.send("GET", "/api/v1/session", null).expect(200);
        for (String body :
                List.of("{\"name\": null, \"password\": \"x\"}", "{\"name\": \"x\", \"password\": null}", "{}")) {
            browser.send("POST", "/api/v1/session", body).expect(400);
        }
    }

    @Test
    @DisplayName("keeps nothing of a body that a stranger sends")
    void keepsNoBodiesOfStrangers() {
        String large = " ".repeat(17 << 20);
        assertThat(stranger.post("/api/v1/topics/a/records", large).status()).isEqualTo(401);
        assertThat(stranger.with(admin.token("operator"))
                        .post("/api/v1/topics/a/records", large)
                        .status())
                .isEqualTo(413);
    }

    private void user(String name, String role) {
        admin.send(
                        "POST",
                        "/api/v1/users",
                        "{\"name\":\"" + name + "\",\"role\":\"" + role + "\",\"password\":\"" + PASSWORD + "\"}")
                .expect(201);
    }

    private Browser loggedIn(String name, String password) {
        Browser browser = new Browser(port);
        browser.login(name, password).expect(200);
        return browser;
    }

    @Test
    @DisplayName("goes on answering whatever addresses are asked for that cannot be decoded")
    void survivesOddAddresses() throws Exception {
        for (int i = 0; i < 40; i++) {
            try (Socket socket = new Socket("127.0.0.1", port)) {
                socket.setSoTimeout(10_000);
                socket.getOutputStream()
                        .write("DELETE /x;y=%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
                assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                        .startsWith("HTTP/1.1 4");
            }
        }
        assertThat(stranger.get("/login").status()).isEqualTo(200);
    }
}
