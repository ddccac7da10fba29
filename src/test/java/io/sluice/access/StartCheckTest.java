package io.sluice.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.Banner.Mode;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.support.EnvironmentPostProcessorApplicationListener;
import org.springframework.mock.env.MockEnvironment;

@DisplayName("Sluice")
class StartCheckTest {

    private static final String PASSWORD = "sluice.security.admin.password=correct-horse-battery";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "server.address=127.0.0.1",
                "server.address=localhost",
                "server.address=::1",
                "server.address=127.0.0.1 " + PASSWORD,
                "server.address=0.0.0.0 " + PASSWORD + " sluice.security.behind-proxy=true",
                "server.address=0.0.0.0 " + PASSWORD + " server.ssl.bundle=web",
                "server.address=0.0.0.0 " + PASSWORD + " server.ssl.certificate=/some.pem",
                "server.address=localhost " + PASSWORD + " sluice.security.behind-proxy=true",
                "server.address=127.0.0.1 management.server.port=9000 management.server.address=127.0.0.1",
                "server.address=127.0.0.1 management.server.port=8080 " + PASSWORD,
                "server.address=127.0.0.1 management.server.port=-1 " + PASSWORD,
            })
    @DisplayName("starts where only this machine reaches it, and beyond with a login and TLS")
    void starts(String settings) {
        assertThat(StartCheck.fault(environment(settings))).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "server.address=0.0.0.0, let everybody in, sluice.security.admin.password",
        "'', let everybody in, SLUICE_SECURITY_ADMIN_PASSWORD",
        "server.address=192.168.7.7, let everybody in, 127.0.0.1",
        "server.address=0.0.0.0 sluice.security.admin.password= , let everybody in, sluice.security.admin.password",
        "server.address=0.0.0.0 sluice.security.behind-proxy=true, let everybody in, sluice.security.admin.password",
        "server.address=0.0.0.0 server.ssl.bundle=web, let everybody in, sluice.security.admin.password",
        "server.address=0.0.0.0 " + PASSWORD + ", without TLS, sluice.security.behind-proxy=true",
        "server.address=0.0.0.0 " + PASSWORD
                + " server.ssl.bundle=web server.ssl.enabled=false, without TLS, server.ssl.bundle",
        "server.address=:: , let everybody in, sluice.security.admin.password",
        "server.address=2001:db8::1 " + PASSWORD + ", without TLS, sluice.security.behind-proxy=true",
        "server.address=127.0.0.1 sluice.security.behind-proxy=true, whom the proxy lets in, behind-proxy",
        "server.address=127.0.0.1 " + PASSWORD + " management.server.port=9000, a second port, management.server.port",
        "server.address=127.0.0.1 " + PASSWORD
                + " management.server.port=9000 management.server.address=127.0.0.1, a second port, management.server.port",
        "server.address=127.0.0.1 management.server.port=9000, a second port, management.server.address=127.0.0.1",
        "server.address=127.0.0.1 management.server.port=0 management.server.address=0.0.0.0, a second port, 127.0.0.1",
    })
    @DisplayName("refuses to start where strangers would get in, and says what to set")
    void refuses(String settings, String why, String what) {
        UnsafeStartException fault = StartCheck.fault(environment(settings));
        assertThat(fault).isNotNull();
        assertThat(fault.getMessage()).contains(why);
        assertThat(fault.action()).contains(what);
        assertThat(new UnsafeStartException.Analyzer().analyze(new IllegalStateException(fault)))
                .satisfies(shown -> {
                    assertThat(shown.getDescription()).isEqualTo(fault.getMessage());
                    assertThat(shown.getAction()).isEqualTo(fault.action());
                });
    }

    @Test
    @DisplayName("is asked before anything starts, and shows a message in place of a stack trace")
    void isAskedBeforeAnythingStarts() {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        Logger logger =
                (Logger) LoggerFactory.getLogger("org.springframework.boot.diagnostics.LoggingFailureAnalysisReporter");
        lines.start();
        logger.addAppender(lines);
        logger.setAdditive(false);
        try {
            SpringApplication application = new SpringApplication(Object.class);
            // Alone, so that the one that sets up the log is not there.
            application.setListeners(List.of(new EnvironmentPostProcessorApplicationListener()));
            application.setBannerMode(Mode.OFF);
            assertThatThrownBy(() -> application.run("--server.address=0.0.0.0"))
                    .isInstanceOf(UnsafeStartException.class);
        } finally {
            logger.detachAppender(lines);
            logger.setAdditive(true);
        }
        assertThat(lines.list).singleElement().satisfies(line -> {
            assertThat(line.getFormattedMessage()).contains("let everybody in", "SLUICE_SECURITY_ADMIN_PASSWORD");
            assertThat(line.getThrowableProxy()).isNull();
        });
    }

    @Test
    @DisplayName("believes what a proxy says of a request only where it is told that there is one")
    void believesTheProxyAlone() {
        assertThat(forwarded("server.address=127.0.0.1")).isEqualTo("none");
        assertThat(forwarded("sluice.security.behind-proxy=true")).isEqualTo("native");
        assertThat(forwarded("sluice.security.behind-proxy=true server.forward-headers-strategy=none"))
                .isEqualTo("none");
    }

    private static String forwarded(String settings) {
        MockEnvironment environment = environment(settings);
        new AccessDefaults().postProcessEnvironment(environment, new SpringApplication());
        return environment.getProperty("server.forward-headers-strategy", "");
    }

    private static MockEnvironment environment(String settings) {
        MockEnvironment environment = new MockEnvironment();
        Arrays.stream(settings.split(" "))
                .filter(setting -> !setting.isEmpty())
                .collect(Collectors.toMap(s -> s.substring(0, s.indexOf('=')), s -> s.substring(s.indexOf('=') + 1)))
                .forEach(environment::setProperty);
        return environment;
    }
}
