package io.sluice.pipeline.api;

import io.sluice.engine.FlowSources;
import io.sluice.engine.FlowTargets;
import io.sluice.engine.LedgerView;
import io.sluice.engine.PartitionProgress;
import io.sluice.engine.RunningFlow;
import io.sluice.pipeline.api.PipelineStatus.CountersView;
import io.sluice.pipeline.api.PipelineStatus.PartitionView;
import io.sluice.pipeline.catalogue.Database;
import io.sluice.pipeline.catalogue.Pipeline;
import io.sluice.pipeline.figures.ColumnWatch;
import io.sluice.pipeline.figures.LagWatch;
import io.sluice.pipeline.figures.LagWatch.Lag;
import io.sluice.pipeline.figures.RecentFigures;
import io.sluice.pipeline.figures.RecentFigures.Rates;
import io.sluice.pipeline.lifecycle.Condition;
import io.sluice.pipeline.lifecycle.RunBatch;
import io.sluice.pipeline.lifecycle.Threads;
import io.sluice.stream.flow.FlowSpec;
import io.sluice.stream.flow.Offsets;
import io.sluice.stream.flow.Position;
import io.sluice.stream.flow.Standing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes what the API answers about pipelines. Thread-safe. */
@Component
public class Views {

    /** How long a server may take to answer: a request for a status does not wait for one that is away. */
    private static final Duration PATIENCE = Duration.ofMillis(700);

    private static final Lag UNKNOWN = new Lag(0, null, null, null);

    private final LedgerView ledger;
    private final FlowSources sources;
    private final FlowTargets targets;
    private final RecentFigures recent;
    private final LagWatch lags;
    private final ColumnWatch columns;
    private final Inquiry ledgerDatabase;
    private final Inquiry kafka;

    Views(
            LedgerView ledger,
            FlowSources sources,
            FlowTargets targets,
            RecentFigures recent,
            LagWatch lags,
            ColumnWatch columns,
            Threads threads) {
        this.ledger = ledger;
        this.sources = sources;
        this.targets = targets;
        this.recent = recent;
        this.lags = lags;
        this.columns = columns;
        this.ledgerDatabase = new Inquiry(threads.workers(), PATIENCE, Database::isAway);
        this.kafka = new Inquiry(threads.workers(), PATIENCE, ColumnWatch::isOfKafka);
    }

    PipelineView pipeline(Pipeline pipeline) {
        return new PipelineView(pipeline.current().definition(), status(pipeline), List.of());
    }

    PipelineStatus status(Pipeline pipeline) {
        Condition now = pipeline.condition();
        RunningFlow flow = now.flow();
        var asked = ledgerDatabase.ask("What became of its records", () -> counters(pipeline));
        List<String> unknown = new ArrayList<>();
        List<PartitionView> partitions = partitions(pipeline, flow, unknown);
        CountersView counters = asked.or(null);
        if (counters == null) {
            unknown.add("counters");
        }
        return status(pipeline, now, partitions, counters, unknown);
    }

    /**
     * How a pipeline is, as far as it is known without asking a server.
     *
     * @param standing what the ledger said last
     */
    public PipelineStatus status(Pipeline pipeline, Condition now, Optional<Standing> standing) {
        List<PartitionProgress> running =
                now.flow() == null ? List.of() : now.flow().partitions();
        List<PartitionView> partitions = running.isEmpty()
                ? standing.map(known -> partitions(known.next(), Offsets.NONE)).orElse(List.of())
                : partitions(running);
        CountersView counters = standing.map(known ->
                        CountersView.of(known.counters(), pipeline.current().spec()))
                .orElse(null);
        return status(pipeline, now, partitions, counters, List.of());
    }

    private PipelineStatus status(
            Pipeline pipeline,
            Condition now,
            List<PartitionView> partitions,
            @Nullable CountersView counters,
            List<String> unknown) {
        RunningFlow flow = now.flow();
        RunningFlow last = now.lastFlow();
        Lag lag = lags.of(pipeline).orElse(UNKNOWN);
        return new PipelineStatus(
                now.state(),
                now.desired(),
                now.since(),
                now.attempt(),
                now.nextRetryAt(),
                now.lastError(),
                flow == null ? null : flow.queryId(),
                flow == null ? null : flow.runId(),
                last == null ? null : last.batchId(),
                partitions,
                counters,
                recent.rates(pipeline.id()).orElse(null),
                lag.seconds(),
                lag.trend(),
                lag.caughtUpInSeconds(),
                recent.rejectedLastHour(pipeline.id()).orElse(null),
                columns.of(pipeline).orElse(null),
                targets.notices(pipeline.id()),
                List.copyOf(unknown));
    }

    /** Summaries at the cost of one question to the ledger; while it is away they hold what is in memory. */
    List<PipelinePage.Summary> summaries(Collection<Pipeline> pipelines) {
        Optional<Map<Long, Standing>> standings = standings();
        return pipelines.stream()
                .map(pipeline ->
                        summary(pipeline, standings.map(all -> all.getOrDefault(pipeline.id(), Standing.NONE))))
                .toList();
    }

    private Optional<Map<Long, Standing>> standings() {
        return Optional.ofNullable(
                ledgerDatabase.ask("What the ledger says", ledger::standings).or(null));
    }

    /** @param standing what the ledger says; asks nobody */
    public PipelinePage.Summary summary(Pipeline pipeline, Optional<Standing> standing) {
        Condition now = pipeline.condition();
        Rates rates = recent.rates(pipeline.id()).orElse(null);
        Lag lag = lags.of(pipeline).orElse(UNKNOWN);
        RunBatch batch = now.newestBatch();
        return new PipelinePage.Summary(
                pipeline.name(),
                now.state(),
                rates == null ? 0 : rates.in(),
                rates,
                lag(now.lastFlow())
                        .or(() -> standing.flatMap(known -> recent.lag(known.next())))
                        .orElse(null),
                lag.seconds(),
                lag.trend(),
                lag.caughtUpInSeconds(),
                standing.map(known -> CountersView.of(
                                known.counters(), pipeline.current().spec()))
                        .orElse(null),
                recent.rejectedLastHour(pipeline.id()).orElse(null),
                batch == null ? null : batch.progress().committedAt(),
                now.nextRetryAt(),
                now.lastError());
    }

    /** The newest micro-batch that had records; asks nobody. */
    public Optional<BatchPage.Batch> newestBatch(Pipeline pipeline) {
        return Optional.ofNullable(pipeline.condition().newestBatch())
                .map(batch -> BatchPage.Batch.of(batch, pipeline.current().spec()));
    }

    BatchPage progress(Pipeline pipeline, int limit) {
        return BatchPage.newest(
                pipeline.condition().recentBatches(), pipeline.current().spec(), limit);
    }

    /** Where the pipeline stands: a flow that runs knows where its topics end; for one that does not, Kafka is asked. */
    private List<PartitionView> partitions(Pipeline pipeline, @Nullable RunningFlow flow, List<String> unknown) {
        List<PartitionProgress> known = flow == null ? List.of() : flow.partitions();
        if (!known.isEmpty()) {
            return partitions(known);
        }
        var asked = kafka.ask("Where its topics end", () -> endOffsets(pipeline));
        Offsets next = ledgerDatabase
                .ask("Where it stands", () -> ledger.positions(pipeline.id()))
                .or(null);
        Offsets ends = asked.or(null);
        if (next == null) {
            unknown.add("partitions");
            return List.of();
        }
        if (ends == null) {
            unknown.add("lag");
        }
        return partitions(next, ends == null ? Offsets.NONE : ends);
    }

    private static List<PartitionView> partitions(List<PartitionProgress> known) {
        return known.stream()
                .map(p -> new PartitionView(p.topic(), p.partition(), p.processedOffset(), p.endOffset(), p.lag()))
                .toList();
    }

    private static List<PartitionView> partitions(Offsets next, Offsets ends) {
        return next.positions().stream()
                .map(at -> partition(at, ends.get(at.topic(), at.partition())))
                .toList();
    }

    private static PartitionView partition(Position next, @Nullable Long end) {
        Long lag = end == null ? null : Math.max(0, end - next.offset());
        return new PartitionView(next.topic(), next.partition(), next.offset(), end, lag);
    }

    private Offsets endOffsets(Pipeline pipeline) {
        try {
            return sources.endOffsets(pipeline.current().spec().source().topics());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private CountersView counters(Pipeline pipeline) {
        FlowSpec spec = pipeline.current().spec();
        return CountersView.of(ledger.counters(pipeline.id(), spec), spec);
    }

    private static Optional<Long> lag(@Nullable RunningFlow last) {
        List<PartitionProgress> known = last == null ? List.of() : last.partitions();
        return known.isEmpty()
                ? Optional.empty()
                : Optional.of(known.stream().mapToLong(PartitionProgress::lag).sum());
    }
}
