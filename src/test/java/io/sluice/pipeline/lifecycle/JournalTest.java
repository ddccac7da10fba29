package io.sluice.pipeline.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.sluice.engine.FlowDefinitionException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("The log of a pipeline")
class JournalTest {

    private final Bench bench = new Bench();
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>() {
        @Override
        protected void append(ILoggingEvent line) {
            // Takes the MDC along, which is another one later.
            line.prepareForDeferredProcessing();
            super.append(line);
        }
    };
    private final Logger logger = (Logger) LoggerFactory.getLogger(Journal.class);

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
    }

    @AfterEach
    void hush() {
        logger.detachAppender(lines);
        logger.setLevel(null);
        logger.setAdditive(true);
    }

    @Test
    @DisplayName("has one line for each event, of whoever caused it, with the pipeline and the last micro-batch")
    void hasOneLineForEachEvent() {
        PipelineActor actor = bench.actor();
        actor.start();
        bench.work();
        bench.engine.lastFlow().fail(new IOException("broken\u202e\u0007\nin many lines"));
        bench.pass(Duration.ofMinutes(1));
        actor.stop();
        bench.work();

        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "Pipeline p1 runs",
                        "Pipeline p1 failed, 1 in a row, and tries again at 2026-01-31T08:00:00.750Z: IOException: broken\\u202e\\u0007",
                        "Pipeline p1 runs",
                        "Pipeline p1 is stopped");
        assertThat(lines.list)
                .extracting(ILoggingEvent::getMDCPropertyMap)
                .allSatisfy(mdc -> assertThat(mdc).isEqualTo(Map.of("pipeline", "p1", "batch", "7")));
        assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
    }

    @Test
    @DisplayName("warns of what cannot run, and has no micro-batch where none was")
    void warnsOfWhatCannotRun() {
        bench.engine.onStart(run -> {
            throw new FlowDefinitionException("no such column");
        });
        bench.actor().start();
        bench.work();

        assertThat(lines.list).singleElement().satisfies(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.WARN);
            assertThat(line.getFormattedMessage())
                    .startsWith("Pipeline p1 failed and cannot run until")
                    .endsWith("FlowDefinitionException: no such column");
            assertThat(line.getMDCPropertyMap()).isEqualTo(Map.of("pipeline", "p1"));
        });
    }

    @Test
    @DisplayName("is about the pipeline, whoever writes while it is started")
    void othersToo() {
        bench.engine.onStart(run -> LoggerFactory.getLogger(Journal.class).info("of the engine"));
        bench.actor().start();
        bench.work();
        assertThat(lines.list.get(0).getMDCPropertyMap()).isEqualTo(Map.of("pipeline", "p1"));
    }

    @Test
    @DisplayName("is JSON on request, with pipeline and batch as fields")
    void isJsonOnRequest() {
        bench.actor().start();
        bench.work();
        LoggerContext context = new LoggerContext();
        context.putObject(Environment.class.getName(), new StandardEnvironment());
        StructuredLogEncoder ecs = new StructuredLogEncoder();
        ecs.setContext(context);
        ecs.setFormat("ecs");
        ecs.start();
        List<JsonNode> told = lines.list.stream()
                .map(line -> new JsonMapper().readTree(new String(ecs.encode(line), StandardCharsets.UTF_8)))
                .toList();
        assertThat(told).singleElement().satisfies(line -> {
            assertThat(line.path("message").asString()).isEqualTo("Pipeline p1 runs");
            assertThat(line.path("pipeline").asString()).isEqualTo("p1");
            assertThat(line.path("batch").asString()).isEqualTo("7");
            assertThat(line.at("/log/level").asString()).isEqualTo("INFO");
        });
    }
}
