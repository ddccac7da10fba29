package io.sluice.pipeline.letters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.pipeline.letters.ReplayOrder.At;
import io.sluice.stream.format.RecordMask;
import io.sluice.web.Limits;
import io.sluice.web.ProblemException;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ReplayOrderTest {

    @Test
    @DisplayName("more positions than a request may name are one fault, whatever they are")
    void tooMany() {
        List<@Nullable At> positions = Collections.nCopies(Limits.POSITIONS + 1, null);
        assertThat(refused(positions).errors())
                .singleElement()
                .satisfies(error -> assertThat(error.message()).contains("10001", "at most 10000"));
    }

    @Test
    @DisplayName("more edits than a request may have are one fault, whatever they are")
    void tooManyEdits() {
        ReplayOrder order = new ReplayOrder(null, null, Collections.nCopies(Limits.EDITS + 1, null));
        assertThat(refused(order).errors())
                .singleElement()
                .satisfies(error -> assertThat(error.message()).contains("1001", "at most 1000"));
    }

    @Test
    @DisplayName("of many faulty entries the first are told, and how many more there are")
    void manyFaults() {
        List<@Nullable At> positions = Collections.nCopies(Limits.POSITIONS, null);
        ProblemException refused = refused(positions);
        assertThat(refused.errors()).hasSize(Limits.FAULTS + 1);
        assertThat(refused.errors().get(Limits.FAULTS).message()).isEqualTo("and 9950 more faults");
    }

    private static ProblemException refused(List<@Nullable At> positions) {
        return refused(new ReplayOrder(positions, null, null));
    }

    private static ProblemException refused(ReplayOrder order) {
        return catchThrowableOfType(ProblemException.class, () -> order.checked(List.of(), "ada", RecordMask.NONE));
    }
}
