package io.sluice.stream.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.stream.flow.FormatSpec;
import io.sluice.stream.flow.Offsets;
import io.sluice.stream.flow.SourceSpec;
import io.sluice.stream.flow.StartingOffsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The offset at which a flow continues")
class SourcePositionsTest {

    private static final StartingOffsets EARLIEST = new StartingOffsets.Earliest();
    private static final StartingOffsets LATEST = new StartingOffsets.Latest();

    /** The last transaction of a/1 is still open. */
    private static final Map<String, TopicState> TOPICS = Map.of(
            "a",
            new TopicState(
                    "id",
                    Map.of(
                            0, new TopicState.Range(0, 100, 100),
                            1, new TopicState.Range(40, 60, 55),
                            2, new TopicState.Range(0, 0, 0))));

    private static Map<Integer, Long> resolve(StartingOffsets start, Map<Integer, Long> known) {
        return resolve(start, new Offsets(Map.of("a", known)), Map.of());
    }

    private static Map<Integer, Long> resolve(StartingOffsets start, Offsets known, Map<Integer, Long> atTimestamp) {
        SourceSpec spec = new SourceSpec(List.of("a"), "id INT", new FormatSpec("json", Map.of(), false), start, null);
        return SourcePositions.resolve(spec, TOPICS, known, new Offsets(Map.of("a", atTimestamp)))
                .partitions("a");
    }

    @Test
    @DisplayName("at first, where the definition says: what is there, what comes, a time, an offset")
    void beginsWhereTheDefinitionSays() {
        assertThat(resolve(EARLIEST, Map.of())).isEqualTo(Map.of(0, 0L, 1, 40L, 2, 0L));
        assertThat(resolve(LATEST, Map.of())).isEqualTo(Map.of(0, 100L, 1, 55L, 2, 0L));
        assertThat(resolve(new StartingOffsets.At(Instant.EPOCH), Offsets.NONE, Map.of(0, 7L, 1, -1L, 2, -1L)))
                .isEqualTo(Map.of(0, 7L, 1, 55L, 2, 0L));
        assertThat(resolve(exact(Map.of(0, 7L, 1, -1L)), Map.of())).isEqualTo(Map.of(0, 7L, 1, 55L, 2, 0L));
    }

    @Test
    @DisplayName("then where it got to, whatever the definition says; new partitions are read whole")
    void goesOn() {
        for (StartingOffsets start : List.of(EARLIEST, LATEST, exact(Map.of(0, 7L)))) {
            assertThat(resolve(start, Map.of(0, 42L, 1, 60L))).isEqualTo(Map.of(0, 42L, 1, 60L, 2, 0L));
        }
    }

    @Test
    @DisplayName("nowhere, if records are gone before they were read: every range is named")
    void namesWhatIsLost() {
        assertThatThrownBy(() -> resolve(EARLIEST, Map.of(0, 101L, 1, 39L)))
                .isInstanceOf(LostPositionException.class)
                .hasMessageContaining("topic \"a\", partition 1: offsets 39 to 39 are not there any more")
                .hasMessageContaining("topic \"a\", partition 0: it ends at offset 100, before 101");
        assertThatThrownBy(() -> resolve(LATEST, Map.of(0, 1L)))
                .hasMessageContaining("partition 1: offsets 0 to 39 are not there any more; the first is 40");
        assertThatThrownBy(() -> resolve(EARLIEST, Map.of(0, 1L, 1, 40L, 3, 5L)))
                .hasMessageContaining("has no partition 3 any more, which was read up to offset 5");
        assertThatThrownBy(() -> resolve(exact(Map.of(1, 7L)), Map.of())).isInstanceOf(LostPositionException.class);
    }

    @Test
    @DisplayName("nowhere, if the definition gives an offset for what does not exist")
    void refusesUnknownPartitions() {
        assertThatThrownBy(() -> resolve(exact(Map.of(3, 1L)), Map.of()))
                .hasMessage("startingOffsets names partition 3 of the topic \"a\", which has partitions 0 to 2");
        assertThatThrownBy(() -> resolve(exact(Map.of(0, -3L)), Map.of()))
                .hasMessageContaining("has the offset -3 for partition 0 of the topic \"a\"");
        assertThatThrownBy(() -> resolve(new StartingOffsets.Exact(new Offsets(Map.of("c", Map.of(0, 1L)))), Map.of()))
                .hasMessageContaining("names the topic \"c\", which the source does not read");
    }

    @ParameterizedTest(name = "{0} is {1}")
    @DisplayName("a time is its first whole millisecond, and never one of Kafka's markers")
    @CsvSource({
        "2023-01-02T03:04:05.678Z, 1672628645678",
        "2023-01-02T03:04:05.678000001Z, 1672628645679",
        "1969-12-31T23:59:59.999Z, 0",
        "1969-12-31T23:59:59.998Z, 0",
    })
    void wholeMilliseconds(Instant timestamp, long millis) {
        assertThat(StartingPositions.millis(timestamp)).isEqualTo(millis);
    }

    private static StartingOffsets exact(Map<Integer, Long> offsets) {
        return new StartingOffsets.Exact(new Offsets(Map.of("a", offsets)));
    }
}
