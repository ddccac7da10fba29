package io.sluice.pipeline.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.FlowDefinitionException;
import io.sluice.engine.FlowDefinitionException.Obstacle;
import io.sluice.engine.FlowRun;
import io.sluice.stream.flow.FlowSpec;
import io.sluice.stream.flow.FormatSpec;
import io.sluice.stream.flow.SourceSpec;
import io.sluice.stream.flow.StartingOffsets;
import io.sluice.stream.flow.TriggerSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

@DisplayName("What is told of a flow that cannot run as it is")
class RemediesTest {

    private static final FlowRun RUN = new FlowRun(
            1,
            "quotes",
            new FlowSpec(
                    new SourceSpec(
                            List.of("t"),
                            "id INT",
                            new FormatSpec("json", Map.of(), false),
                            new StartingOffsets.Earliest(),
                            null),
                    null,
                    List.of(),
                    new TriggerSpec(TriggerSpec.Mode.PROCESSING_TIME, Duration.ZERO)));

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "DEFINITION")
    @DisplayName("ends with the order of the API that helps, on that pipeline")
    void namesTheOrderThatHelps(Obstacle obstacle) {
        FlowDefinitionException failure = new FlowDefinitionException(obstacle, RUN, "It is so.");
        assertThat(LastError.of(failure, Instant.EPOCH).message())
                .startsWith("It is so. ")
                .containsPattern("(PATCH|DELETE) /api/v1/pipelines/quotes/offsets");
    }

    @Test
    @DisplayName("is the message alone where that says what to change")
    void addsNothingToADefinition() {
        assertThat(Remedies.told(new FlowDefinitionException("table a has no column size")))
                .isEqualTo("table a has no column size");
    }
}
