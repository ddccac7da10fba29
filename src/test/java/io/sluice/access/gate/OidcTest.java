package io.sluice.access.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.ApiClient;
import io.sluice.testing.ApiClient.Answer;
import io.sluice.testing.AuthorizationServer;
import io.sluice.testing.Browser;
import io.sluice.testing.NoServers;
import io.sluice.testing.TestPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.util.UriComponentsBuilder;
import tools.jackson.databind.json.JsonMapper;

/** Without a password of Sluice's own. */
@SpringBootTest(
        classes = LockedApp.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "server.address=127.0.0.1",
            "sluice.security.admin.name=nobody-made",
            "sluice.security.oidc.audience=" + AuthorizationServer.AUDIENCE,
            "sluice.security.oidc.client-id=" + AuthorizationServer.CLIENT,
            "sluice.security.oidc.client-secret=" + AuthorizationServer.SECRET,
            "sluice.security.oidc.name=the <house>",
            "sluice.security.oidc.roles.operator=operators",
            "sluice.security.oidc.roles.viewer=machines",
            "logging.level.root=ERROR",
            "spring.main.banner-mode=off",
            NoServers.NO_TELEMETRY
        })
@DirtiesContext
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("A Sluice with a provider of OpenID Connect")
class OidcTest {

    private static final AuthorizationServer PROVIDER = new AuthorizationServer();

    private static final Pattern FORM_PROOF = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");
    private static final String PAGE = "/pipelines/a?b=c&d=%20e";

    @LocalServerPort
    int port;

    private ApiClient stranger;

    @DynamicPropertySource
    static void provider(DynamicPropertyRegistry properties) {
        properties.add("sluice.security.oidc.issuer", PROVIDER::issuer);
    }

    @BeforeAll
    void connect() {
        stranger = new ApiClient(port);
        PROVIDER.leadBackTo("http://127.0.0.1:" + port + "/login");
    }

    @AfterAll
    static void stop() {
        PROVIDER.close();
    }

    /** A token that a program gets from the provider for itself. */
    private static String machineToken() {
        HttpRequest request = HttpRequest.newBuilder(URI.create(PROVIDER.issuer() + "/oauth2/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header(
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString((AuthorizationServer.CLIENT + ":"
                                                        + URLEncoder.encode(
                                                                AuthorizationServer.SECRET, StandardCharsets.UTF_8))
                                                .getBytes(StandardCharsets.UTF_8)))
                .POST(BodyPublishers.ofString("grant_type=client_credentials"))
                .build();
        HttpResponse<String> answer = send(HttpClient.newHttpClient(), request);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonMapper().readTree(answer.body()).path("access_token").asString();
    }

    private static HttpResponse<String> send(HttpClient http, HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError("no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static String location(Answer answer) {
        assertThat(answer.status()).as(answer.http().body()).isEqualTo(302);
        String location = answer.http().headers().firstValue("Location").orElseThrow();
        return answer.http().uri().resolve(location).toString();
    }

    private static String parameter(String address, String name) {
        return UriComponentsBuilder.fromUriString(address)
                .build()
                .getQueryParams()
                .getFirst(name);
    }

    /** Logs in at the provider; gives where that leads a browser back to. */
    private static String logInThere(Browser browser, String address, String name) {
        String form = location(browser.at(address));
        Matcher proof = FORM_PROOF.matcher(browser.at(form).http().body());
        assertThat(proof.find()).isTrue();
        Answer in = browser.post(
                form,
                "username=" + name + "&password="
                        + URLEncoder.encode(AuthorizationServer.PASSWORD, StandardCharsets.UTF_8) + "&_csrf="
                        + URLEncoder.encode(proof.group(1), StandardCharsets.UTF_8));
        return location(browser.at(location(in)));
    }

    private String begin(Browser browser) {
        return location(browser.send("GET", "/login/oidc?to=" + URLEncoder.encode(PAGE, StandardCharsets.UTF_8), null));
    }

    private Browser loggedIn(String name) {
        Browser browser = new Browser(port);
        assertThat(location(browser.at(logInThere(browser, begin(browser), name))))
                .contains("/login?to=");
        return browser;
    }

    @Test
    @DisplayName("is locked without a password of its own, and makes no user of its own")
    void isLocked() throws SQLException {
        assertThat(stranger.get("/api/v1/platform").status()).isEqualTo(401);
        ApiClient machine = stranger.with(machineToken());
        assertThat(machine.get("/api/v1/session").expect(200).path("security").asString())
                .isEqualTo("locked");
        try (Connection connection = TestPostgres.connect(LockedApp.DATABASE);
                var rows = connection
                        .createStatement()
                        .executeQuery("SELECT count(*) FROM sluice.users WHERE name = 'nobody-made'")) {
            rows.next();
            assertThat(rows.getInt(1)).isZero();
        }
    }

    @Test
    @DisplayName("takes a program's token of the provider, with the role of its group, and makes no session for it")
    void takesTokens() {
        ApiClient machine = stranger.with(machineToken());
        Answer answer = machine.get("/api/v1/platform");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.http().headers().allValues("Set-Cookie")).noneMatch(cookie -> cookie.startsWith("sluice="));
        assertThat(machine.get("/api/v1/session").expect(200).path("user").asString())
                .isEqualTo("oidc:sluice");
        assertThat(machine.post("/api/v1/pipelines/a/stop", null)
                        .expect(403)
                        .path("detail")
                        .asString())
                .contains("oidc:sluice", "viewer", "operator");
        assertThat(machine.post("/api/v1/pipelines/validate", "{}").status()).isEqualTo(200);
    }

    @Test
    @DisplayName("refuses a token that is not good, saying why, and answers who brings one where anyone is answered")
    void refusesTokens() {
        String token = machineToken();
        String tampered = token.substring(0, token.length() - 6) + "AAAAAA";
        Answer answer = stranger.with(tampered).get("/api/v1/platform");
        assertThat(answer.expect(401).path("detail").asString())
                .contains("not one that " + PROVIDER.issuer() + " has signed");
        assertThat(stranger.with(tampered)
                        .post("/api/v1/pipelines/a/stop", "{}")
                        .status())
                .isEqualTo(401);
        stranger.with(tampered).get("/actuator/health/liveness").expect(200);
        assertThat(stranger.with(tampered).get("/api/v1/session").expect(200).has("user"))
                .isFalse();
    }

    @Test
    @DisplayName("follows the provider to a new key")
    void followsNewKeys() {
        assertThat(stranger.with(machineToken()).get("/api/v1/platform").status())
                .isEqualTo(200);
        PROVIDER.rotate();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() ->
                        stranger.with(machineToken()).get("/api/v1/platform").status() == 200);
    }

    @Test
    @DisplayName("offers the login by the provider at its login page, as text")
    void offersTheLogin() {
        assertThat(stranger.get("/login").http().body())
                .contains("<a id=\"provider\" href=\"login/oidc\">Log in with the &lt;house&gt;</a>");
    }

    @Test
    @DisplayName(
            "logs a browser in by the provider, with PKCE, state and nonce, and leads to the page that was asked for")
    void logsIn() {
        Browser browser = new Browser(port);
        String there = begin(browser);
        assertThat(there).startsWith(PROVIDER.issuer() + "/oauth2/authorize?");
        assertThat(parameter(there, "code_challenge_method")).isEqualTo("S256");
        assertThat(parameter(there, "code_challenge")).hasSize(43);
        assertThat(parameter(there, "state")).hasSizeGreaterThan(30);
        assertThat(parameter(there, "nonce")).hasSize(43);

        String back = logInThere(browser, there, "lisa");
        assertThat(back).startsWith("http://127.0.0.1:" + port + "/login/oidc/callback?code=");
        Answer end = browser.at(back);
        assertThat(location(end)).endsWith("/login?to=" + URLEncoder.encode(PAGE, StandardCharsets.UTF_8));
        assertThat(end.http().headers().allValues("Set-Cookie"))
                .anyMatch(cookie -> cookie.startsWith("sluice=")
                        && cookie.contains("HttpOnly")
                        && cookie.contains("SameSite=Strict"));

        var session = browser.send("GET", "/api/v1/session", null).expect(200);
        assertThat(session.path("user").asString()).isEqualTo("oidc:lisa");
        assertThat(session.path("role").asString()).isEqualTo("operator");
        assertThat(browser.send("POST", "/api/v1/pipelines/a/stop", null).status())
                .isEqualTo(200);
        assertThat(browser.send("POST", "/api/v1/pipelines/a/stop", null, "X-XSRF-TOKEN", "made-up")
                        .status())
                .isEqualTo(403);
        assertThat(browser.send("POST", "/api/v1/pipelines", "{}").status()).isEqualTo(403);
        String password = "{\"current\":\"correct horse battery\",\"password\":\"staple battery horse\"}";
        assertThat(browser.send("PUT", "/api/v1/session/password", password).status())
                .as("whom another vouches for has no password")
                .isEqualTo(401);
    }

    @Test
    @DisplayName("ends a session, and says where the provider ends its own")
    void logsOut() {
        Browser browser = loggedIn("lisa");
        String there = browser.send("DELETE", "/api/v1/session", null)
                .expect(200)
                .path("next")
                .asString();
        assertThat(there).startsWith(PROVIDER.issuer() + "/connect/logout?");
        assertThat(browser.send("GET", "/api/v1/platform", null).status()).isEqualTo(401);
        assertThat(location(browser.at(there))).isEqualTo("http://127.0.0.1:" + port + "/login");
        assertThat(location(browser.at(begin(browser))))
                .as("asked again who it is")
                .contains("/login");
    }

    @Test
    @DisplayName("takes no answer twice, none that another browser has begun, and none of another state")
    void takesItsOwnAnswersAlone() {
        Browser browser = new Browser(port);
        String back = logInThere(browser, begin(browser), "lisa");
        assertThat(location(new Browser(port).at(back))).endsWith("/login?failed=stale");
        String state = parameter(back, "state");
        Browser other = new Browser(port);
        begin(other);
        assertThat(location(other.at(back))).as("another login's state").endsWith("/login?failed=refused");
        assertThat(location(browser.at(back.replace(state, "made-up")))).endsWith("/login?failed=refused");
        assertThat(location(browser.at(back))).as("its cookie is gone").endsWith("/login?failed=stale");
        for (Browser each : List.of(browser, other)) {
            assertThat(each.send("GET", "/api/v1/platform", null).status()).isEqualTo(401);
        }
    }

    @Test
    @DisplayName("lets nobody in whose groups have no role, and nobody whom the provider refuses")
    void refusesLogins() {
        Browser bart = new Browser(port);
        assertThat(location(bart.at(logInThere(bart, begin(bart), "bart")))).endsWith("/login?failed=role");
        assertThat(bart.send("GET", "/api/v1/platform", null).status()).isEqualTo(401);
        Browser lisa = new Browser(port);
        String state = parameter(begin(lisa), "state");
        assertThat(location(lisa.send(
                        "GET", "/login/oidc/callback?error=access_denied&error_description=x&state=" + state, null)))
                .endsWith("/login?failed=refused");
        assertThat(location(lisa.send("GET", "/login/oidc/callback", null))).endsWith("/login?failed=stale");
    }

    @Test
    @DisplayName("leads to pages of its own alone after a login")
    void leadsToItsOwnPages() {
        for (String elsewhere : List.of(
                "https://example.com/",
                "//example.com",
                "/\\example.com",
                "\\\\example.com",
                "javascript:alert(1)",
                "")) {
            Browser browser = new Browser(port);
            String there = location(browser.send(
                    "GET", "/login/oidc?to=" + URLEncoder.encode(elsewhere, StandardCharsets.UTF_8), null));
            assertThat(location(browser.at(logInThere(browser, there, "lisa"))))
                    .as(elsewhere)
                    .endsWith("/login?to=%2F");
        }
    }
}
