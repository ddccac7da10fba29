package io.sluice.engine.run;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.engine.FlowDefinitionException;
import io.sluice.engine.SparkUnavailableException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The places at which Spark runs tasks")
class TaskSlotsTest {

    private final TaskSlots slots = new TaskSlots();

    private void take(long pipeline, int partitions) {
        slots.take(4, true, pipeline, partitions);
    }

    @Test
    @DisplayName("are held by partitions in continuous mode, but for one, which is left for all others")
    void leaveOne() {
        take(1, 3);
        take(2, 0);
        assertThatThrownBy(() -> take(3, 1))
                .isInstanceOf(FlowDefinitionException.class)
                .hasMessageContaining("each of the 1 partitions")
                .hasMessageContaining("Spark has 4, of which 3 are held")
                .hasMessageContaining("local[5]");
    }

    @Test
    @DisplayName("that the pipeline itself held before are its own to take again, in any number that fits")
    void areTakenAgain() {
        take(1, 3);
        take(1, 2);
        assertThatThrownBy(() -> take(1, 4)).isInstanceOf(FlowDefinitionException.class);
        take(2, 1);
        assertThatThrownBy(() -> take(1, 3)).isInstanceOf(FlowDefinitionException.class);
    }

    @Test
    @DisplayName("are free again when a flow has ended")
    void areFreed() {
        take(1, 3);
        slots.free(1);
        assertThatCode(() -> take(2, 3)).doesNotThrowAnyException();
    }

    @Test
    @DisplayName("of a cluster may become more, so that a flow without is tried again")
    void mayBecomeMore() {
        assertThatThrownBy(() -> slots.take(2, false, 1, 2)).isInstanceOf(SparkUnavailableException.class);
    }
}
