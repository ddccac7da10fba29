package io.sluice.pipeline.api;

import io.sluice.engine.FlowEngine;
import io.sluice.engine.PartitionProgress;
import io.sluice.engine.RunningFlow;
import io.sluice.pipeline.api.PipelineStatus.CountersView;
import io.sluice.pipeline.api.PipelineStatus.ErrorView;
import io.sluice.pipeline.api.PipelineStatus.PartitionView;
import io.sluice.pipeline.api.PipelineStatus.RatesView;
import io.sluice.pipeline.catalogue.Pipeline;
import io.sluice.pipeline.figures.ColumnWatch;
import io.sluice.pipeline.figures.RecentFigures;
import io.sluice.pipeline.lifecycle.Condition;
import io.sluice.pipeline.lifecycle.Threads;
import io.sluice.stream.flow.FlowSpec;
import io.sluice.stream.flow.Standing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes what the API answers about pipelines. Thread-safe. */
@Component
class Views {

    /** For what a server has to be asked; who wants to know how a pipeline is does not wait for one that is away. */
    private static final Duration PATIENCE = Duration.ofMillis(700);

    private final FlowEngine engine;
    private final RecentFigures recent;
    private final ColumnWatch columns;
    private final Inquiry postgres;
    private final Inquiry kafka;

    Views(FlowEngine engine, RecentFigures recent, ColumnWatch columns, Threads threads) {
        this.engine = engine;
        this.recent = recent;
        this.columns = columns;
        this.postgres = new Inquiry(threads.workers(), PATIENCE);
        this.kafka = new Inquiry(threads.workers(), PATIENCE);
    }

    PipelineView pipeline(Pipeline pipeline) {
        return new PipelineView(pipeline.current().definition(), status(pipeline), List.of());
    }

    PipelineStatus status(Pipeline pipeline) {
        Condition now = pipeline.condition();
        RunningFlow flow = now.flow();
        RunningFlow last = now.lastFlow();
        var asked = postgres.ask("What became of its records", () -> counters(pipeline));
        List<String> unknown = new ArrayList<>();
        List<PartitionView> partitions = partitions(pipeline, flow, unknown);
        CountersView counters = asked.or(null);
        if (counters == null) {
            unknown.add("counters");
        }
        return new PipelineStatus(
                now.state(),
                now.desired(),
                now.since(),
                now.attempt(),
                now.nextRetryAt(),
                ErrorView.of(now.lastError()),
                flow == null ? null : flow.queryId(),
                flow == null ? null : flow.runId(),
                last == null ? null : last.batchId(),
                partitions,
                counters,
                rates(pipeline),
                recent.rejectedLastHour(pipeline.id()).orElse(null),
                columns.of(pipeline).orElse(null),
                engine.notices(pipeline.id()),
                List.copyOf(unknown));
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
        return Optional.ofNullable(
                postgres.ask("What the ledger says", engine::standings).or(null));
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
                ErrorView.of(now.lastError()));
    }

    private @Nullable RatesView rates(Pipeline pipeline) {
        return recent.rates(pipeline.id())
                .map(rates -> new RatesView(rates.in(), rates.stored(), rates.rejected()))
                .orElse(null);
    }

    BatchPage progress(Pipeline pipeline, int limit) {
        return BatchPage.newest(
                pipeline.condition().recentBatches(), pipeline.current().spec(), limit);
    }

    /** A flow that runs knows where the topics end; of one that does not, Kafka is asked. */
    private List<PartitionView> partitions(Pipeline pipeline, @Nullable RunningFlow flow, List<String> unknown) {
        List<PartitionProgress> known = flow == null ? List.of() : flow.partitions();
        if (!known.isEmpty()) {
            return known.stream()
                    .map(p -> new PartitionView(p.topic(), p.partition(), p.processedOffset(), p.endOffset(), p.lag()))
                    .toList();
        }
        var asked = kafka.ask("Where its topics end", () -> endOffsets(pipeline));
        Map<String, Map<Integer, Long>> next = postgres.ask("Where it stands", () -> engine.positions(pipeline.id()))
                .or(null);
        Map<String, Map<Integer, Long>> ends = asked.or(null);
        if (next == null) {
            unknown.add("partitions");
            return List.of();
        }
        if (ends == null) {
            unknown.add("lag");
        }
        Map<String, Map<Integer, Long>> shown = ends == null ? Map.of() : ends;
        return next.entrySet().stream()
                .flatMap(topic ->
                        partitions(topic.getKey(), topic.getValue(), shown.getOrDefault(topic.getKey(), Map.of())))
                .sorted(Comparator.comparing(PartitionView::topic).thenComparing(PartitionView::partition))
                .toList();
    }

    private static Stream<PartitionView> partitions(String topic, Map<Integer, Long> next, Map<Integer, Long> ends) {
        return next.entrySet().stream().map(partition -> {
            long offset = partition.getValue();
            Long end = ends.get(partition.getKey());
            return new PartitionView(
                    topic, partition.getKey(), offset, end, end == null ? null : Math.max(0, end - offset));
        });
    }

    private Map<String, Map<Integer, Long>> endOffsets(Pipeline pipeline) {
        try {
            return engine.endOffsets(pipeline.current().spec());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private CountersView counters(Pipeline pipeline) {
        FlowSpec spec = pipeline.current().spec();
        return CountersView.of(engine.counters(pipeline.id(), spec), spec);
    }

    private static Optional<Long> lag(@Nullable RunningFlow last) {
        List<PartitionProgress> known = last == null ? List.of() : last.partitions();
        return known.isEmpty()
                ? Optional.empty()
                : Optional.of(known.stream().mapToLong(PartitionProgress::lag).sum());
    }
}
