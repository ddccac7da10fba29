package io.sluice.pipeline.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.pipeline.history.HistoryTable.Mark;
import io.sluice.pipeline.history.Marks.Kind;
import io.sluice.testing.SetClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Marks that wait to be written")
class MarksTest {

    private final SetClock clock = new SetClock(Instant.parse("2026-01-31T08:00:00Z"));
    private final Marks marks = new Marks(clock);

    @Test
    @DisplayName("have a retry that goes on for the same reason once in ten minutes, with the starts between")
    void retries() {
        for (int minute = 0; minute < 25; minute++) {
            marks.add(1, Kind.RETRY, "Postgres is away");
            marks.add(1, Kind.START, "It runs.");
            clock.pass(Duration.ofMinutes(1));
        }
        assertThat(kinds()).containsExactly("retry", "start", "retry", "start", "retry", "start");
        marks.add(1, Kind.RETRY, "Kafka is away");
        marks.add(2, Kind.RETRY, "Kafka is away");
        assertThat(kinds()).hasSize(8);
    }

    @Test
    @DisplayName("have each start and stop that was ordered, however soon one follows the other")
    void orders() {
        for (int i = 0; i < 3; i++) {
            marks.add(1, Kind.START, "It runs.");
            marks.add(1, Kind.STOP, "It is stopped.");
        }
        assertThat(kinds()).hasSize(6);
    }

    @Test
    @DisplayName("are short, and the newest two thousand")
    void bounded() {
        marks.add(1, Kind.FAILURE, "x".repeat(10_000));
        assertThat(marks.waiting().get(0).text()).hasSizeLessThan(310).startsWith("xxx");
        for (int i = 0; i < 2_500; i++) {
            marks.add(1, Kind.STOP, "Stop " + i);
        }
        assertThat(marks.waiting()).hasSize(2_000).last().extracting(Mark::text).isEqualTo("Stop 2499");
    }

    @Test
    @DisplayName("of pipelines that are gone are forgotten, but not those of one that was just made")
    void retained() {
        marks.add(1, Kind.STOP, "It is stopped.");
        marks.add(2, Kind.STOP, "It is stopped.");
        clock.pass(Duration.ofMinutes(1));
        marks.add(3, Kind.START, "It runs.");
        marks.retain(Set.of(1L));
        assertThat(marks.waiting()).extracting(Mark::pipelineId).containsExactly(1L, 3L);
        marks.written(marks.waiting().subList(0, 1));
        assertThat(marks.waiting()).extracting(Mark::pipelineId).containsExactly(3L);
    }

    private List<String> kinds() {
        return marks.waiting().stream().map(mark -> mark.kind().label()).toList();
    }
}
