package io.sluice.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.mock.env.MockEnvironment;

@DisplayName("The line that says where to click")
class ReadyLineTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, , , http://localhost:8123/",
        "0.0.0.0, , , http://localhost:8123/",
        "192.0.2.7, , , http://192.0.2.7:8123/",
        "2001:db8::7, , , http://[2001:db8:0:0:0:0:0:7]:8123/",
        "127.0.0.1, web, /sluice, https://localhost:8123/sluice/"
    })
    @DisplayName("has the real address, port and path")
    void hasTheRealAddress(String listens, String bundle, String path, String shown) {
        MockEnvironment environment =
                new MockEnvironment().withProperty("local.server.port", "8123").withProperty("server.address", listens);
        if (bundle != null) {
            environment.setProperty("server.ssl.bundle", bundle);
            environment.setProperty("server.servlet.context-path", path);
        }
        // As the application has it.
        environment.setConversionService(new ApplicationConversionService());
        assertThat(ReadyLine.address(environment)).isEqualTo(shown);
    }
}
