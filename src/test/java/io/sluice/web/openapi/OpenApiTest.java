package io.sluice.web.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.Api;
import io.sluice.testing.NoServers;
import io.sluice.web.ProblemType;
import io.sluice.web.WebApplication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@SpringBootTest(
        classes = WebApplication.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"spring.main.banner-mode=off", NoServers.NO_TELEMETRY})
class OpenApiTest {

    @LocalServerPort
    int port;

    @Test
    @DisplayName("documents the problems of each operation, named and implied, with one shared schema")
    void documentsProblemsOfEachOperation() {
        JsonNode api = new Api(port).get("/v3/api-docs").json();
        JsonNode define = api.at("/paths/~1definitions/post/responses");
        assertThat(define.propertyNames()).contains("200", "400", "406", "409", "413", "415", "500");
        JsonNode content = define.at("/409/content/application~1problem+json");
        assertThat(content.at("/schema/$ref").asString()).isEqualTo("#/components/schemas/Problem");
        assertThat(content.at("/examples/name-taken/value/status").asInt()).isEqualTo(409);
        assertThat(api.at("/paths/~1failures~1{kind}/get/responses").propertyNames())
                .contains("400", "404", "503");
        assertThat(api.at("/components/schemas/Problem/required").size()).isEqualTo(5);
        assertThat(api.at("/components/schemas/FieldError/properties").propertyNames())
                .contains("pointer", "message");
        assertThat(api.at("/info/license/name").asString()).isEqualTo("Apache-2.0");
        assertThat(api.at("/paths/~1definitions/post/security").isArray()).isTrue();
        assertThat(api.at("/paths").propertyNames()).doesNotContain("/error", "/");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("explains every problem type in docs/problems.md")
    void documentationExplainsEveryProblemType(ProblemType type) throws IOException {
        String docs = Files.readString(Path.of("docs/problems.md"));
        String anchor = type.uri().getPath().substring("/problems/".length());
        assertThat(docs)
                .contains("\n## " + anchor + "\n")
                .contains("**" + type.status().value() + "** " + type.title());
    }
}
