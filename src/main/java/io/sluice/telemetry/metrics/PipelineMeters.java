package io.sluice.telemetry.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.pipeline.PipelineReading;
import io.sluice.pipeline.PipelineReadings;
import io.sluice.stream.flow.Offsets;
import io.sluice.stream.flow.Standing;
import io.sluice.stream.flow.StoreType;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the meters of all pipelines. What it is told last it shows, so a scrape asks nobody; while a server is away the
 * figures stay. Thread-safe; {@link MeterRefresh} calls it again and again.
 */
final class PipelineMeters {

    private final MeterRegistry registry;
    private final PipelineReadings readings;
    private final Clock clock;

    // All guarded by this, which is never held while a server is asked.
    private final Map<Key, PipelineSeries> series = new HashMap<>();
    /** What the ledger said last; null until it was read, since this instance became the owner. */
    private @Nullable Map<Long, Standing> standings;

    private Offsets ends = Offsets.NONE;

    private volatile @Nullable Instant ledgerReadAt;

    /** Which series a pipeline has: one whose sinks change has others. */
    private record Key(long id, List<StoreType> sinks) {
        static Key of(PipelineReading reading) {
            return new Key(reading.id(), reading.sinks());
        }
    }

    PipelineMeters(MeterRegistry registry, PipelineReadings readings, Clock clock) {
        this.registry = registry;
        this.readings = readings;
        this.clock = clock;
        Gauge.builder("sluice.owner", readings, r -> r.isOwner() ? 1 : 0)
                .description("1 if this instance runs the pipelines of its database, 0 if it stands by.")
                .register(registry);
    }

    /** Shows which pipelines there are and what they do. Asks no server. */
    synchronized void look() {
        Map<Key, PipelineReading> now =
                readings.pipelines().stream().collect(Collectors.toMap(Key::of, reading -> reading));
        // First of all: a new pipeline may have the name of one that is gone.
        series.entrySet().removeIf(entry -> {
            boolean gone = !now.containsKey(entry.getKey());
            if (gone) {
                entry.getValue().remove();
            }
            return gone;
        });
        now.forEach((key, reading) -> series.computeIfAbsent(key, k -> new PipelineSeries(registry, reading))
                .update(reading));
        if (!readings.isOwner()) {
            // What another instance counts meanwhile is not known here.
            standings = null;
        }
        showLedger();
    }

    /** Reads the ledger, once for all pipelines. */
    void readLedger() {
        if (!readings.isOwner()) {
            return;
        }
        Map<Long, Standing> read = readings.standings();
        synchronized (this) {
            standings = read;
            if (ledgerReadAt == null) {
                Gauge.builder("sluice.ledger.read.timestamp.seconds", this, m -> BatchMeters.seconds(m.ledgerReadAt))
                        .description("When the counters were read last, in seconds since 1970.")
                        .register(registry);
            }
            ledgerReadAt = clock.instant();
            showLedger();
        }
    }

    /** Asks Kafka, once for all topics. */
    void askKafka() throws InterruptedException {
        Set<String> topics = new TreeSet<>();
        readings.pipelines().forEach(reading -> topics.addAll(reading.topics()));
        if (topics.isEmpty()) {
            return;
        }
        Offsets asked = readings.endOffsets(topics);
        synchronized (this) {
            ends = asked;
            showLedger();
        }
    }

    private void showLedger() {
        Map<Long, Standing> known = standings;
        if (known != null) {
            series.forEach((key, its) -> its.update(known.getOrDefault(key.id(), Standing.NONE), ends));
        }
    }
}
