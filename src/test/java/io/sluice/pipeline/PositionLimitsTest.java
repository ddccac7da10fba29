package io.sluice.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.pipeline.OffsetsOrder.Next;
import io.sluice.pipeline.ReplayOrder.At;
import io.sluice.web.Limits;
import io.sluice.web.ProblemException;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PositionLimitsTest {

    @Test
    @DisplayName("more positions or partitions than a request may name are one fault, whatever they are")
    void tooMany() {
        List<@Nullable Next> partitions = Collections.nCopies(Limits.POSITIONS + 1, null);
        List<@Nullable At> positions = Collections.nCopies(Limits.POSITIONS + 1, null);
        assertThat(refused(() -> new OffsetsOrder(partitions).positions()).errors())
                .singleElement()
                .satisfies(error -> assertThat(error.message()).contains("10001", "at most 10000"));
        assertThat(refused(() -> new ReplayOrder(positions).chosen()).errors())
                .singleElement()
                .satisfies(error -> assertThat(error.message()).contains("10001", "at most 10000"));
    }

    @Test
    @DisplayName("of many faulty entries the first are told, and how many more there are")
    void manyFaults() {
        List<@Nullable Next> partitions = Collections.nCopies(Limits.POSITIONS, null);
        List<@Nullable At> positions = Collections.nCopies(Limits.POSITIONS, null);
        for (ProblemException refused : List.of(
                refused(() -> new OffsetsOrder(partitions).positions()),
                refused(() -> new ReplayOrder(positions).chosen()))) {
            assertThat(refused.errors()).hasSize(Limits.FAULTS + 1);
            assertThat(refused.errors().get(Limits.FAULTS).message()).isEqualTo("and 9950 more faults");
        }
    }

    private static ProblemException refused(Runnable work) {
        return catchThrowableOfType(ProblemException.class, work::run);
    }
}
