package io.sluice.preview;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.Rehearsal;
import io.sluice.engine.Rehearsed;
import io.sluice.preview.PreviewedRecord.Outcome;
import io.sluice.stream.flow.Mask;
import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.format.RecordMask;
import io.sluice.web.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Trying records for a preview")
class PreviewsTest {

    private final List<PreviewedRecord> records = new ArrayList<>();

    @Test
    @DisplayName("ends with the record that fills the answer, rows and decoded columns counted")
    void endsWhereItIsLarge() throws Exception {
        String large = "x".repeat(100_000);
        Map<String, Object> row = Map.of("s", large);
        Flow flow = new Flow(record -> new Rehearsed(row, List.of(row), 1, List.of()));
        assertThat(Previews.tryAll(flow, sample(100), RecordMask.NONE, records)).isFalse();
        assertThat(records).hasSize(Limits.PAGE_BYTES / 200_000 + 1);
        assertThat(flow.tried).hasSameSizeAs(records);
    }

    @Test
    @DisplayName("ends with the first that is not done in time, each of which has five seconds")
    void endsWhereItTakesLong() throws Exception {
        Flow flow = new Flow(record -> {
            if (record.offset() == 2) {
                throw new Rehearsal.UnfinishedException("RLIKE takes for ever");
            }
            return new Rehearsed(Map.of(), List.of(), 0, List.of());
        });
        assertThat(Previews.tryAll(flow, sample(10), RecordMask.NONE, records)).isFalse();
        assertThat(records)
                .extracting(PreviewedRecord::outcome)
                .containsExactly(Outcome.FILTERED, Outcome.FILTERED, Outcome.UNFINISHED);
        assertThat(records.get(2).reason()).isEqualTo("RLIKE takes for ever");
        assertThat(flow.tried).hasSize(3).containsOnly(Duration.ofSeconds(5));
    }

    @Test
    @DisplayName("is done when each is told")
    void tellsEach() throws Exception {
        Flow flow = new Flow(record -> new Rehearsed(Map.of(), List.of(), 0, List.of()));
        assertThat(Previews.tryAll(flow, sample(10), RecordMask.NONE, records)).isTrue();
        assertThat(records).hasSize(10);
    }

    private static List<SourceRecord> sample(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new SourceRecord("t", 0, i, 0, null, new byte[] {'{', '}'}, List.of()))
                .toList();
    }

    private interface Outcomes {
        Rehearsed of(SourceRecord record);
    }

    /** A flow by its outcomes; it keeps how long each record might take. */
    private static final class Flow implements Rehearsal {

        private final Outcomes outcomes;
        private final List<Duration> tried = new ArrayList<>();

        Flow(Outcomes outcomes) {
            this.outcomes = outcomes;
        }

        @Override
        public Rehearsed of(SourceRecord record, Duration patience) {
            tried.add(patience);
            return outcomes.of(record);
        }

        @Override
        public Mask rowMask() {
            return Mask.NONE;
        }

        @Override
        public StructType output() {
            return new StructType();
        }

        @Override
        public List<FilteredBy> filteredBy(SourceRecord record, Duration patience) {
            return List.of();
        }

        @Override
        public CompletableFuture<Void> ended() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void close() {
            // It has nothing.
        }
    }
}
