package io.sluice.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.Api;
import io.sluice.testing.Api.Answer;
import io.sluice.testing.NoServers;
import io.sluice.web.WebApplication;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

@SpringBootTest(
        classes = {WebApplication.class, DashboardRoutes.class},
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"server.forward-headers-strategy=framework", "spring.main.banner-mode=off", NoServers.NO_TELEMETRY
        })
@DisplayName("The dashboard")
class DashboardTest {

    @LocalServerPort
    int port;

    Api api;

    @BeforeEach
    void connect() {
        api = new Api(port);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/?state=FAILED&q=a%20b",
                "/pipelines/quotes",
                "/pipelines/quotes/letters?stage=decode",
                "/pipelines/a.b/results/mongo",
                "/topics",
                "/topics/topic_quotes",
                "/platform",
                "/access",
                "/new"
            })
    @DisplayName("is one page at all of its addresses, with any query")
    void isOnePage(String address) {
        Answer page = api.get(address);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).isEqualTo("text/html;charset=UTF-8");
        assertThat(page.body())
                .isEqualTo(api.get("/").body())
                .contains("<html lang=\"en\" data-root=\"/\">")
                .containsPattern("src=\"/assets/main-[A-Z0-9]{8}\\.js\"")
                .containsPattern("href=\"/assets/main-[A-Z0-9]{8}\\.css\"")
                .containsPattern("href=\"/assets/icon-[A-Z0-9]{8}\\.svg\"");
    }

    @Test
    @DisplayName("has browsers ask for the page each time, and answers only a changed one")
    void pageIsAskedForEachTime() {
        Answer page = api.get("/platform");
        assertThat(page.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(page.header("ETag")).isNotEmpty();
        Answer again = api.send(api.request("/platform").header("If-None-Match", page.header("ETag")));
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(api.send(api.request("/").header("If-None-Match", "\"other\""))
                        .status())
                .isEqualTo(200);
    }

    @Test
    @DisplayName("runs only its own scripts, in nobody's frame, and never makes markup of text")
    void pageRunsOnlyItsOwnScripts() {
        Answer page = api.get("/");
        assertThat(page.header("Content-Security-Policy").split("; "))
                .contains(
                        "default-src 'self'",
                        "object-src 'none'",
                        "base-uri 'none'",
                        "frame-ancestors 'none'",
                        "require-trusted-types-for 'script'",
                        "trusted-types 'none'")
                .noneMatch(part -> part.contains("unsafe") || part.contains("*") || part.contains("http"));
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(page.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(page.body()).doesNotContain("<base", "style=", "<style", "://");
        assertThat(Pattern.compile("<script[^>]*></script>")
                        .matcher(page.body())
                        .results())
                .hasSize(page.body().split("<script").length - 1);
    }

    @Test
    @DisplayName(
            "serves files whose names change with them, for browsers to keep for good, compressed for who can read it")
    void filesAreKeptForGood() {
        for (String file : Files.first(api)) {
            Answer asset = api.get("/assets/" + file);
            assertThat(asset.status()).as(file).isEqualTo(200);
            assertThat(asset.header("Cache-Control").split(", "))
                    .containsExactlyInAnyOrder("max-age=31536000", "public", "immutable");
            assertThat(asset.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(asset.header("Vary")).contains("Accept-Encoding");
            assertThat(asset.header("Content-Encoding")).isEmpty();
            Answer packed = api.send(api.request("/assets/" + file).header("Accept-Encoding", "br, gzip"));
            assertThat(packed.header("Content-Encoding")).isEqualTo("gzip");
        }
        assertThat(api.get("/assets/" + Files.named(api, "main", "js")).header("Content-Type"))
                .isEqualTo("text/javascript;charset=UTF-8");
        assertThat(api.get("/assets/" + Files.named(api, "main", "css")).header("Content-Type"))
                .isEqualTo("text/css;charset=UTF-8");
        assertThat(api.get("/assets/" + Files.named(api, "icon", "svg")).header("Content-Type"))
                .isEqualTo("image/svg+xml");
    }

    @Test
    @DisplayName("is on the screen after 70 kB at the most")
    void firstLoadIsSmall() {
        int bytes = Files.first(api).stream()
                .map(file -> api.send(api.request("/assets/" + file).header("Accept-Encoding", "gzip")))
                .mapToInt(file -> Integer.parseInt(file.header("Content-Length")))
                .sum();
        assertThat(bytes).isBetween(1, 70_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/x",
                "/api/v1/",
                "/assets/main-00000000.js",
                "/assets/x/y.js",
                "/main.js",
                "/favicon.ico",
                "/actuator/x",
                "/v3/x",
                "/elsewhere"
            })
    @DisplayName("is not what unknown addresses are answered with, which stay problems")
    void unknownAddressesStayProblems(String address) {
        Answer answer = api.get(address);
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    }

    @Test
    @DisplayName("leaves their addresses to the API document, to Swagger UI and to the actuator")
    void othersKeepTheirAddresses() {
        assertThat(api.get("/v3/api-docs").json().has("openapi")).isTrue();
        assertThat(api.get("/swagger-ui.html").header("Location")).endsWith("/swagger-ui/index.html");
        assertThat(api.get("/swagger-ui/index.html").body()).contains("swagger-ui-bundle.js");
        assertThat(api.get("/actuator/health/liveness").json().get("status").asString())
                .isEqualTo("UP");
        assertThat(api.get("/problems/not-found").header("Content-Type")).startsWith("text/plain");
    }

    @Test
    @DisplayName("takes no orders")
    void takesNoOrders() {
        Answer answer = api.send(api.request("/").POST(BodyPublishers.ofString("{}")));
        assertThat(answer.status()).isIn(404, 405);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    }

    @Test
    @DisplayName("works below the path that a proxy has it under")
    void worksBelowAPath() {
        Answer page = api.send(api.request("/pipelines/a").header("X-Forwarded-Prefix", "/data/sluice"));
        assertThat(page.body())
                .contains("data-root=\"/data/sluice/\"")
                .contains("src=\"/data/sluice/assets/main-")
                .contains("href=\"/data/sluice/swagger-ui.html\"");
        assertThat(page.header("ETag")).isNotEqualTo(api.get("/").header("ETag"));
        Answer quoted = api.send(api.request("/").header("X-Forwarded-Prefix", "/a\"b<c"));
        assertThat(quoted.body()).doesNotContain("a\"b", "b<c");
    }

    @Test
    @DisplayName("is guarded like all the rest against names and pages of others")
    void isGuarded() throws Exception {
        assertThat(api.raw("GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 403");
    }
}
