package io.sluice.pipeline;

import io.sluice.engine.FlowEngine;
import io.sluice.engine.PartitionProgress;
import io.sluice.engine.RunningFlow;
import io.sluice.flow.FlowSpec;
import io.sluice.flow.Standing;
import io.sluice.pipeline.PipelineStatus.CountersView;
import io.sluice.pipeline.PipelineStatus.ErrorView;
import io.sluice.pipeline.PipelineStatus.PartitionView;
import io.sluice.pipeline.PipelineStatus.RatesView;
import io.sluice.pipeline.lifecycle.Condition;
import io.sluice.pipeline.lifecycle.LastError;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Makes what the API answers about pipelines. Thread-safe. */
@Component
class Views {

    private static final Logger LOG = LoggerFactory.getLogger(Views.class);

    private final FlowEngine engine;
    private final RecentFigures recent;

    Views(FlowEngine engine, RecentFigures recent) {
        this.engine = engine;
        this.recent = recent;
    }

    PipelineView pipeline(Pipeline pipeline) {
        return new PipelineView(pipeline.current().definition(), status(pipeline), List.of());
    }

    PipelineStatus status(Pipeline pipeline) {
        Condition now = pipeline.condition();
        RunningFlow flow = now.flow();
        RunningFlow last = now.lastFlow();
        return new PipelineStatus(
                now.state(),
                now.desired(),
                now.since(),
                now.attempt(),
                now.nextRetryAt(),
                error(now.lastError()),
                flow == null ? null : flow.queryId(),
                flow == null ? null : flow.runId(),
                last == null ? null : last.batchId(),
                partitions(pipeline, flow),
                counters(pipeline),
                rates(pipeline),
                recent.rejectedLastHour(pipeline.id()).orElse(null),
                engine.notices(pipeline.id()));
    }

    /** With one question to Postgres for all; what is in memory is told while it is away. */
    List<PipelinePage.Summary> summaries(Collection<Pipeline> pipelines) {
        Optional<Map<Long, Standing>> standings = standings();
        return pipelines.stream()
                .map(pipeline ->
                        summary(pipeline, standings.map(all -> all.getOrDefault(pipeline.id(), Standing.NONE))))
                .toList();
    }

    private Optional<Map<Long, Standing>> standings() {
        try {
            return Optional.of(engine.standings());
        } catch (RuntimeException e) {
            LOG.debug("The ledger cannot be read", e);
            return Optional.empty();
        }
    }

    private PipelinePage.Summary summary(Pipeline pipeline, Optional<Standing> standing) {
        Condition now = pipeline.condition();
        RatesView rates = rates(pipeline);
        return new PipelinePage.Summary(
                pipeline.name(),
                now.state(),
                rates == null ? 0 : rates.in(),
                rates,
                lag(now.lastFlow())
                        .or(() -> standing.flatMap(known -> recent.lag(known.next())))
                        .orElse(null),
                standing.map(known -> CountersView.of(
                                known.counters(), pipeline.current().spec()))
                        .orElse(null),
                recent.rejectedLastHour(pipeline.id()).orElse(null),
                error(now.lastError()));
    }

    private @Nullable RatesView rates(Pipeline pipeline) {
        return recent.rates(pipeline.id())
                .map(rates -> new RatesView(rates.in(), rates.stored(), rates.rejected()))
                .orElse(null);
    }

    BatchPage progress(Pipeline pipeline, int limit) {
        RunningFlow last = pipeline.condition().lastFlow();
        return BatchPage.newest(last == null ? List.of() : last.recentBatches(), limit);
    }

    OffsetsView offsets(Pipeline pipeline) {
        return OffsetsView.of(Database.reach(() -> engine.positions(pipeline.id())));
    }

    private static @Nullable ErrorView error(@Nullable LastError error) {
        return error == null ? null : new ErrorView(error.type(), error.message(), error.at());
    }

    /** A flow that runs knows where the topics end; of one that does not, Kafka is asked. */
    private List<PartitionView> partitions(Pipeline pipeline, @Nullable RunningFlow flow) {
        List<PartitionProgress> known = flow == null ? List.of() : flow.partitions();
        if (!known.isEmpty()) {
            return known.stream()
                    .map(p -> new PartitionView(p.topic(), p.partition(), p.processedOffset(), p.endOffset(), p.lag()))
                    .toList();
        }
        Map<String, Map<Integer, Long>> ends = endOffsets(pipeline);
        return known(pipeline).partitions().stream()
                .map(p -> partition(p, ends.getOrDefault(p.topic(), Map.of()).get(p.partition())))
                .toList();
    }

    private OffsetsView known(Pipeline pipeline) {
        try {
            return offsets(pipeline);
        } catch (RuntimeException e) {
            LOG.debug("Where pipeline {} stands cannot be read", pipeline.name(), e);
            return OffsetsView.of(Map.of());
        }
    }

    private static PartitionView partition(OffsetsView.NextOffset next, @Nullable Long end) {
        Long lag = end == null ? null : Math.max(0, end - next.nextOffset());
        return new PartitionView(next.topic(), next.partition(), next.nextOffset(), end, lag);
    }

    private Map<String, Map<Integer, Long>> endOffsets(Pipeline pipeline) {
        try {
            return engine.endOffsets(pipeline.current().spec());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Map.of();
        } catch (RuntimeException e) {
            LOG.debug("Where the topics of pipeline {} end is not known", pipeline.name(), e);
            return Map.of();
        }
    }

    /** What is in memory is told while Postgres is away; the counters are in Postgres, and are left out. */
    private @Nullable CountersView counters(Pipeline pipeline) {
        FlowSpec spec = pipeline.current().spec();
        try {
            return CountersView.of(engine.counters(pipeline.id(), spec), spec);
        } catch (RuntimeException e) {
            LOG.debug("The counters of pipeline {} cannot be read", pipeline.name(), e);
            return null;
        }
    }

    private static Optional<Long> lag(@Nullable RunningFlow last) {
        List<PartitionProgress> known = last == null ? List.of() : last.partitions();
        return known.isEmpty()
                ? Optional.empty()
                : Optional.of(known.stream().mapToLong(PartitionProgress::lag).sum());
    }
}
