package io.sluice.pipeline.figures;

import io.sluice.engine.BatchProgress;
import io.sluice.engine.FlowSources;
import io.sluice.engine.LedgerView;
import io.sluice.engine.RunningFlow;
import io.sluice.pipeline.PipelineReading;
import io.sluice.pipeline.PipelineReading.Batch;
import io.sluice.pipeline.PipelineReadings;
import io.sluice.pipeline.catalogue.Pipeline;
import io.sluice.pipeline.catalogue.PipelineRegistry;
import io.sluice.pipeline.lifecycle.Condition;
import io.sluice.pipeline.ownership.Ownership;
import io.sluice.stream.flow.FlowSpec;
import io.sluice.stream.flow.Offsets;
import io.sluice.stream.flow.Position;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Reads the registry and asks the engine, and keeps what recent figures are made of. */
@Component
class Readings implements PipelineReadings {

    private static final Logger LOG = LoggerFactory.getLogger(Readings.class);

    /** The most partitions of which Kafka is asked at a time when their next record came. */
    private static final int MOST_AGES = 32;

    private static final Duration OLDEST = Duration.ofDays(36_500);

    private final PipelineRegistry registry;
    private final Ownership ownership;
    private final LedgerView ledger;
    private final FlowSources sources;
    private final RecentFigures recent;
    private final LagWatch lags;
    private final ColumnWatch columns;

    Readings(
            PipelineRegistry registry,
            Ownership ownership,
            LedgerView ledger,
            FlowSources sources,
            RecentFigures recent,
            LagWatch lags,
            ColumnWatch columns) {
        this.registry = registry;
        this.ownership = ownership;
        this.ledger = ledger;
        this.sources = sources;
        this.recent = recent;
        this.lags = lags;
        this.columns = columns;
    }

    @Override
    public boolean isOwner() {
        return ownership.isHeld();
    }

    @Override
    public List<PipelineReading> pipelines() {
        return registry.ifOpen().stream().map(Readings::reading).toList();
    }

    @Override
    public Map<Long, Standing> standings() {
        Map<Long, Standing> standings = ledger.standings();
        recent.add(standings);
        lags.add(registry.ifOpen(), standings);
        columns.consider(registry.ifOpen(), standings);
        return standings;
    }

    @Override
    public Offsets endOffsets(Collection<String> topics) throws InterruptedException {
        Offsets ends = sources.endOffsets(topics);
        recent.addEnds(ends);
        lags.addEnds(ends);
        askForAges();
        return ends;
    }

    /** Of records that were there before this instance looked, only Kafka can tell since when. */
    private void askForAges() throws InterruptedException {
        List<Position> older = lags.older(registry.ifOpen(), MOST_AGES);
        if (older.isEmpty()) {
            return;
        }
        Map<Position, Duration> ages = new HashMap<>();
        try {
            sources.times(older).forEach((at, time) -> ages.put(at, age(time)));
        } catch (KafkaException e) {
            LOG.debug("Kafka did not tell when records came; asking again", e);
        }
        lags.tell(ages);
    }

    /** Not longer than a hundred years, in whose nanoseconds a producer's mistake still fits. */
    private static Duration age(Instant time) {
        Duration age = Duration.between(time, Instant.now());
        return age.compareTo(OLDEST) > 0 ? OLDEST : age;
    }

    private static PipelineReading reading(Pipeline pipeline) {
        Condition now = pipeline.condition();
        FlowSpec spec = pipeline.current().spec();
        return new PipelineReading(
                pipeline.id(),
                pipeline.name(),
                now.state(),
                now.attempt(),
                now.restarts(),
                spec.source().topics(),
                spec.sinks().stream().map(SinkSpec::type).toList(),
                batches(now.lastFlow()));
    }

    private static List<Batch> batches(@Nullable RunningFlow flow) {
        return flow == null
                ? List.of()
                : flow.recentBatches().stream()
                        .map(batch -> batch(flow.runId(), batch))
                        .toList();
    }

    private static Batch batch(UUID run, BatchProgress batch) {
        Map<String, Duration> phases = new HashMap<>();
        batch.phases().forEach((phase, millis) -> phases.put(phase, Duration.ofMillis(millis)));
        return new Batch(run, batch.batchId(), batch.committedAt(), batch.took(), batch.rows(), phases);
    }
}
