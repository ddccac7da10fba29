package io.sluice.telemetry.metrics;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Timer;
import io.sluice.pipeline.PipelineReading.Batch;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How long a pipeline's micro-batches took, and how large they were; each counts once. */
final class BatchMeters {

    /** The phases by Spark's names. One that it adds some day must not make a series that no dashboard knows. */
    private static final List<String> PHASES =
            List.of("latestOffset", "queryPlanning", "walCommit", "getBatch", "addBatch", "commitOffsets");

    private static final String OTHER = "other";
    private static final Duration[] SECONDS = Stream.of(50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterShelf shelf;
    private final Timer whole;
    private final DistributionSummary records;
    private final Map<String, Timer> phases = new HashMap<>();
    private @Nullable UUID run;
    private long last;
    private volatile @Nullable Instant success;

    BatchMeters(MeterShelf shelf) {
        this.shelf = shelf;
        whole = shelf.timer("sluice.batch.duration", "How long a micro-batch with records took.", SECONDS);
        records = shelf.summary("sluice.batch.records", "Records in a micro-batch.", 10, 100, 1e3, 1e4, 1e5, 1e6);
        Stream.concat(PHASES.stream(), Stream.of(OTHER))
                .forEach(phase -> phases.put(
                        phase,
                        shelf.timer(
                                "sluice.batch.phase",
                                "How long a phase of a micro-batch with records took.",
                                new Duration[0],
                                "phase",
                                phase)));
    }

    /**
     * Counts the batches that are new.
     *
     * @param recent oldest first, all of one run; those that were here before do not count again
     */
    void update(List<Batch> recent) {
        for (Batch batch : recent) {
            if (!batch.run().equals(run) || batch.number() > last) {
                run = batch.run();
                last = batch.number();
                count(batch);
            }
        }
    }

    private void count(Batch batch) {
        whole.record(batch.took());
        records.record(batch.records());
        batch.phases().forEach((phase, took) -> phase(phase).record(took));
        boolean first = success == null;
        success = batch.committedAt();
        if (first) {
            shelf.gauge(
                    "sluice.pipeline.last.success.timestamp.seconds",
                    "When the last micro-batch was committed, in seconds since 1970.",
                    this,
                    m -> seconds(m.success));
        }
    }

    private Timer phase(String name) {
        Timer known = phases.get(name);
        return known != null ? known : other();
    }

    private Timer other() {
        return Objects.requireNonNull(phases.get(OTHER));
    }

    static double seconds(@Nullable Instant time) {
        return time == null ? Double.NaN : time.toEpochMilli() / 1000.0;
    }
}
