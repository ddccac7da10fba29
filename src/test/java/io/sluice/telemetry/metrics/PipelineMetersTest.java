package io.sluice.telemetry.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sluice.pipeline.PipelineReading;
import io.sluice.pipeline.PipelineReading.Batch;
import io.sluice.pipeline.lifecycle.PipelineState;
import io.sluice.stream.flow.Counters;
import io.sluice.stream.flow.Counters.SinkCounters;
import io.sluice.stream.flow.Offsets;
import io.sluice.stream.flow.Standing;
import io.sluice.stream.store.postgres.PostgresStore;
import io.sluice.telemetry.FakeReadings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The meters of pipelines")
class PipelineMetersTest {

    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
    private static final UUID RUN = new UUID(0, 1);

    private final FakeReadings readings = new FakeReadings();
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final PipelineMeters meters = new PipelineMeters(registry, readings, Clock.fixed(NOON, ZoneOffset.UTC));

    @Test
    @DisplayName("have the names, types and help texts that the documentation promises, and no others")
    void metersAreThoseOfTheDocumentation() throws IOException, InterruptedException {
        readings.pipelines = List.of(reading(1, "a", batch(RUN, 0, 10)));
        readings.standings = Map.of(1L, standing(10, 1, 2, 6, 1));
        readings.ends = new Offsets(Map.of("t", Map.of(0, 12L)));
        refresh();

        List<String> promised = found(
                        Files.readString(Path.of("docs/metrics.md")),
                        "(?m)^\\| `(sluice_\\w+)` \\| (\\w+)[^|]*\\| [^|]*\\| (.*) \\|$")
                .stream()
                .map(row -> row.group(1) + " " + row.group(2) + " " + row.group(3))
                .toList();
        List<String> shown = found(registry.scrape(), "(?m)^# HELP (sluice_\\w+) (.*)\n# TYPE \\w+ (\\w+)$").stream()
                .filter(meter -> !meter.group(1).endsWith("_max"))
                .map(meter -> meter.group(1) + " " + meter.group(3) + " " + meter.group(2))
                .toList();
        assertThat(shown).containsExactlyInAnyOrderElementsOf(promised).hasSize(17);
    }

    @Test
    @DisplayName("show the ledger's counters, and none before the ledger was read")
    void countersAreTheLedgersAndNoneBeforeItWasRead() throws InterruptedException {
        readings.pipelines = List.of(reading(1, "a"), reading(2, "b"));
        readings.standings = Map.of(1L, standing(10, 1, 2, 6, 1));
        meters.look();
        assertThat(registry.scrape()).doesNotContain("records_consumed", "accounting", "ledger_read");

        refresh();
        assertShown("sluice_pipeline_records_consumed_total{pipeline=\"a\"} 10.0");
        assertShown("sluice_pipeline_records_consumed_total{pipeline=\"b\"} 0.0");
        assertShown("sluice_pipeline_records_filtered_total{pipeline=\"a\"} 1.0");
        assertShown("sluice_pipeline_records_rejected{pipeline=\"a\"} 2.0");
        assertShown("sluice_sink_records_stored_total{pipeline=\"a\",sink=\"postgres\"} 6.0");
        assertShown("sluice_sink_records_rejected{pipeline=\"a\",sink=\"postgres\"} 1.0");
        assertShown("sluice_sink_rows_stored_total{pipeline=\"a\",sink=\"postgres\"} 18.0");
        assertShown("sluice_pipeline_accounting_difference_records{pipeline=\"a\",sink=\"postgres\"} 0.0");
        assertShown("sluice_ledger_read_timestamp_seconds " + (double) NOON.getEpochSecond());

        readings.standings = Map.of(1L, standing(10, 1, 2, 5, 1));
        refresh();
        assertShown("sluice_pipeline_accounting_difference_records{pipeline=\"a\",sink=\"postgres\"} 1.0");
    }

    @Test
    @DisplayName("fall with the counters when these begin anew, so that Prometheus sees a reset")
    void countersFallWhenTheyBeginAnew() throws InterruptedException {
        readings.pipelines = List.of(reading(1, "a"));
        readings.standings = Map.of(1L, standing(10, 0, 0, 10, 0));
        refresh();
        readings.standings = Map.of(1L, standing(3, 0, 0, 3, 0));
        refresh();
        assertShown("sluice_pipeline_records_consumed_total{pipeline=\"a\"} 3.0");
        readings.standings = Map.of();
        refresh();
        assertShown("sluice_sink_records_stored_total{pipeline=\"a\",sink=\"postgres\"} 0.0");
    }

    @Test
    @DisplayName("stay as they were while servers are away, and are asked of none by a scrape")
    void serversAway() throws InterruptedException {
        readings.pipelines = List.of(reading(1, "a"));
        readings.standings = Map.of(1L, standing(10, 0, 0, 10, 0));
        readings.ends = new Offsets(Map.of("t", Map.of(0, 12L)));
        refresh();
        readings.away = true;
        assertThatThrownBy(meters::readLedger).hasMessage("away");
        assertThatThrownBy(meters::askKafka).hasMessage("away");
        meters.look();

        int asked = readings.asked.get();
        assertShown("sluice_pipeline_records_consumed_total{pipeline=\"a\"} 10.0");
        assertShown("sluice_pipeline_lag_offsets{partition=\"0\",pipeline=\"a\",topic=\"t\"} 2.0");
        assertThat(readings.asked).hasValue(asked);
    }

    @Test
    @DisplayName("ask Postgres once and Kafka once, however many pipelines there are")
    void asksOnce() throws InterruptedException {
        readings.pipelines = List.of(reading(1, "a"), reading(2, "b"), reading(3, "c"));
        refresh();
        assertThat(readings.asked).hasValue(2);
    }

    @Test
    @DisplayName("show the lag of each partition, whatever the pipeline does, and let go of partitions that are gone")
    void lagIsShownForEachPartitionThatThereIs() throws InterruptedException {
        readings.pipelines = List.of(reading(1, "a"));
        readings.standings = Map.of(
                1L, new Standing(Standing.NONE.counters(), new Offsets(Map.of("t", Map.of(0, 8L, 1, 5L, 2, 1L)))));
        readings.ends = new Offsets(Map.of("t", Map.of(0, 10L, 1, 4L)));
        refresh();
        assertShown("sluice_pipeline_lag_offsets{partition=\"0\",pipeline=\"a\",topic=\"t\"} 2.0");
        assertShown("sluice_pipeline_lag_offsets{partition=\"1\",pipeline=\"a\",topic=\"t\"} 0.0");
        assertThat(registry.scrape()).doesNotContain("partition=\"2\"");

        readings.standings =
                Map.of(1L, new Standing(Standing.NONE.counters(), new Offsets(Map.of("t", Map.of(0, 8L)))));
        readings.ends = new Offsets(Map.of("t", Map.of(0, 30L, 1, 4L)));
        refresh();
        assertShown("sluice_pipeline_lag_offsets{partition=\"0\",pipeline=\"a\",topic=\"t\"} 22.0");
        assertThat(registry.scrape()).doesNotContain("partition=\"1\"");
    }

    @Test
    @DisplayName("count each micro-batch once, and again from 0 in the next run")
    void countsEachMicroBatchOnceAndAnewInTheNextRun() {
        readings.pipelines = List.of(reading(1, "a"));
        meters.look();
        assertThat(registry.scrape()).doesNotContain("last_success");
        readings.pipelines = List.of(reading(1, "a", batch(RUN, 0, 10), batch(RUN, 1, 200)));
        meters.look();
        meters.look();
        readings.pipelines = List.of(reading(1, "a", batch(RUN, 1, 200), batch(RUN, 2, 10)));
        meters.look();
        readings.pipelines = List.of(reading(1, "a", batch(new UUID(0, 2), 0, 10)));
        meters.look();

        assertShown("sluice_batch_records_count{pipeline=\"a\"} 4");
        assertShown("sluice_batch_records_sum{pipeline=\"a\"} 230.0");
        assertShown("sluice_batch_records_bucket{pipeline=\"a\",le=\"10.0\"} 3");
        assertShown("sluice_batch_duration_seconds_sum{pipeline=\"a\"} 8.0");
        assertShown("sluice_batch_duration_seconds_bucket{pipeline=\"a\",le=\"1.0\"} 0");
        assertShown("sluice_batch_duration_seconds_bucket{pipeline=\"a\",le=\"2.5\"} 4");
        assertShown("sluice_batch_phase_seconds_sum{phase=\"addBatch\",pipeline=\"a\"} 4.0");
        assertShown("sluice_batch_phase_seconds_count{phase=\"other\",pipeline=\"a\"} 4");
        assertThat(registry.scrape()).doesNotContain("madeUpPhase");
        assertShown("sluice_pipeline_last_success_timestamp_seconds{pipeline=\"a\"} " + (double) NOON.getEpochSecond());
    }

    @Test
    @DisplayName("of a pipeline that is gone are gone, and those of one that gets its name are its own")
    void metersOfADeletedPipelineAreGone() throws InterruptedException {
        readings.pipelines = List.of(reading(1, "a", batch(RUN, 0, 10)), reading(2, "b"));
        readings.standings = Map.of(1L, standing(10, 0, 0, 10, 0));
        readings.ends = new Offsets(Map.of("t", Map.of(0, 12L)));
        refresh();
        readings.pipelines = List.of(reading(3, "a"), reading(2, "b"));
        refresh();
        assertShown("sluice_pipeline_records_consumed_total{pipeline=\"a\"} 0.0");
        assertShown("sluice_batch_records_count{pipeline=\"a\"} 0");
        assertThat(registry.scrape()).doesNotContain("last_success", "lag_offsets");
        readings.pipelines = List.of(reading(2, "b"));
        refresh();
        assertThat(registry.scrape()).doesNotContain("\"a\"").contains("\"b\"");
    }

    @Test
    @DisplayName("of pipelines that another instance runs are not shown, and what it counted is read anew")
    void metersOfAnotherInstancesPipelinesAreNotShown() throws InterruptedException {
        readings.pipelines = List.of(reading(1, "a"));
        readings.standings = Map.of(1L, standing(10, 0, 0, 10, 0));
        refresh();
        assertShown("sluice_owner 1.0");

        readings.owner = false;
        readings.pipelines = List.of();
        refresh();
        assertShown("sluice_owner 0.0");
        assertThat(registry.scrape()).doesNotContain("pipeline=");

        readings.owner = true;
        readings.pipelines = List.of(reading(1, "a"));
        meters.look();
        assertThat(registry.scrape()).contains("pipeline=\"a\"").doesNotContain("records_consumed");
    }

    private void refresh() throws InterruptedException {
        meters.look();
        meters.readLedger();
        meters.askKafka();
    }

    private void assertShown(String line) {
        assertThat(registry.scrape().lines()).contains(line);
    }

    private static PipelineReading reading(long id, String name, Batch... batches) {
        return new PipelineReading(
                id, name, PipelineState.RUNNING, 0, 0, List.of("t"), List.of(PostgresStore.TYPE), List.of(batches));
    }

    private static Batch batch(UUID run, long number, long records) {
        return new Batch(
                run,
                number,
                NOON,
                Duration.ofSeconds(2),
                records,
                Map.of("addBatch", Duration.ofSeconds(1), "madeUpPhase", Duration.ofMillis(1)));
    }

    private static Standing standing(long consumed, long filtered, long rejected, long stored, long refused) {
        return new Standing(
                new Counters(
                        consumed,
                        filtered,
                        rejected,
                        Map.of(PostgresStore.TYPE, new SinkCounters(stored, refused, 3 * stored))),
                new Offsets(Map.of("t", Map.of(0, consumed))));
    }

    private static List<MatchResult> found(String text, String pattern) {
        return Pattern.compile(pattern).matcher(text).results().toList();
    }
}
