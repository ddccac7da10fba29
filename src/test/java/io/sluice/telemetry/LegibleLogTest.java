package io.sluice.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.core.io.ClassPathResource;

@DisplayName("The log")
class LegibleLogTest {

    private static final String FORGED =
            "a\r\n2026-01-31T08:00:00Z INFO forged \u001b[31mred\u0007\u202egnp.exe\u2028x";
    private static final String SHOWN =
            "\n    2026-01-31T08:00:00Z INFO forged \\u001b[31mred\\u0007\\u202egnp.exe\\u2028x\n";

    private final LoggerContext context = new LoggerContext();
    private final PatternLayout layout = new PatternLayout();

    @BeforeEach
    void setUp() {
        LegibleLog.install();
        YamlPropertiesFactoryBean settings = new YamlPropertiesFactoryBean();
        settings.setResources(new ClassPathResource("application.yml"));
        layout.setContext(context);
        layout.setPattern("%p : %m%n" + settings.getObject().getProperty("logging.exception-conversion-word"));
        layout.start();
    }

    @AfterEach
    void tearDown() {
        context.stop();
    }

    @Test
    @DisplayName("shows a text of somebody else in one event, without what a terminal obeys")
    void escapesWhatATerminalObeys() {
        assertThat(line("Pipeline {} failed", null, FORGED))
                .isEqualTo("INFO : Pipeline a" + SHOWN.stripTrailing() + " failed\n");
        assertThat(line("two\n\twords, ü 😀", null)).isEqualTo("INFO : two\n    \twords, ü 😀\n");
    }

    @Test
    @DisplayName("keeps stack traces as they are, and a message in one of them in its place")
    void keepsStackTracesAsTheyAre() {
        IOException cause = new IOException(FORGED);
        cause.setStackTrace(frames("inner"));
        IllegalStateException failure = new IllegalStateException("outer", cause);
        failure.setStackTrace(frames("outer"));
        IllegalStateException beside = new IllegalStateException("beside");
        beside.setStackTrace(frames("beside"));
        failure.addSuppressed(beside);
        assertThat(line("It failed", failure)).isEqualToNormalizingNewlines("""
                INFO : It failed

                java.lang.IllegalStateException: outer
                \tat io.sluice.Some.outer(Some.java:7)
                \tSuppressed: java.lang.IllegalStateException: beside
                \t\tat io.sluice.Some.beside(Some.java:7)
                Caused by: java.io.IOException: a""" + SHOWN + """
                \tat io.sluice.Some.inner(Some.java:7)
                """);
    }

    private static StackTraceElement[] frames(String method) {
        return new StackTraceElement[] {new StackTraceElement("io.sluice.Some", method, "Some.java", 7)};
    }

    private String line(String message, Throwable thrown, Object... arguments) {
        return layout.doLayout(new LoggingEvent(
                LegibleLogTest.class.getName(), context.getLogger("some"), Level.INFO, message, thrown, arguments));
    }
}
