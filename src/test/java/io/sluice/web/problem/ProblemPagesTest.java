package io.sluice.web.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.Api;
import io.sluice.testing.Api.Answer;
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

@SpringBootTest(
        classes = WebApplication.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"spring.main.banner-mode=off", NoServers.NO_TELEMETRY})
@DisplayName("The type of a problem")
class ProblemPagesTest {

    @LocalServerPort
    int port;

    @ParameterizedTest
    @EnumSource
    @DisplayName("leads to what docs/problems.md says of it, and to nothing else")
    void typeLeadsToItsExplanation(ProblemType type) {
        Answer answer = new Api(port).get(type.uri().toString());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .startsWith("# " + type.uri().toString().substring("/problems/".length()) + "\n")
                .contains("**" + type.status().value() + "** " + type.title())
                .doesNotContain("\n## ");
    }

    @Test
    @DisplayName("is told with all others under /problems, and no other address is one")
    void listsAllTypesAndNothingElse() throws IOException {
        Api api = new Api(port);
        assertThat(api.get("/problems").body()).isEqualTo(Files.readString(Path.of("docs/problems.md")));
        assertThat(api.get("/problems/no-such-thing").status()).isEqualTo(404);
        assertThat(api.get("/problems/Problems").status()).isEqualTo(404);
    }
}
