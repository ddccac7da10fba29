package io.sluice.pipeline.offsets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.pipeline.offsets.OffsetsOrder.Next;
import io.sluice.web.Limits;
import io.sluice.web.ProblemException;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class OffsetsOrderTest {

    @Test
    @DisplayName("more partitions than a request may name are one fault, whatever they are")
    void tooMany() {
        List<@Nullable Next> partitions = Collections.nCopies(Limits.POSITIONS + 1, null);
        assertThat(refused(partitions).errors())
                .singleElement()
                .satisfies(error -> assertThat(error.message()).contains("10001", "at most 10000"));
    }

    @Test
    @DisplayName("of many faulty entries the first are told, and how many more there are")
    void manyFaults() {
        List<@Nullable Next> partitions = Collections.nCopies(Limits.POSITIONS, null);
        ProblemException refused = refused(partitions);
        assertThat(refused.errors()).hasSize(Limits.FAULTS + 1);
        assertThat(refused.errors().get(Limits.FAULTS).message()).isEqualTo("and 9950 more faults");
    }

    private static ProblemException refused(List<@Nullable Next> partitions) {
        return catchThrowableOfType(ProblemException.class, () -> new OffsetsOrder(partitions).positions());
    }
}
