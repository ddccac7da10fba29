package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.access.Permissions;
import io.sluice.testing.ApiClient;
import io.sluice.testing.Browser;
import io.sluice.testing.RealQuotes;
import io.sluice.testing.Sluice;
import java.time.Duration;
import java.util.Set;
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

    private final Sluice sluice =
            Sluice.startFresh("--sluice.demo.enabled=true", "--sluice.security.admin.password=" + PASSWORD);
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
        String definition = """
                {"name": "locked", "source": {"topics": ["topic_locked"], "schema":
                   "quote STRING NOT NULL, character STRING NOT NULL, image STRING, characterDirection STRING"},
                 "sinks": [{"type": "postgres", "table": "locked"}, {"type": "mongo", "collection": "locked"}]}""";
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
}
