package io.sluice.engine.targets;

import io.sluice.engine.FlowDefinitionException;
import io.sluice.engine.FlowDefinitionException.Obstacle;
import io.sluice.engine.FlowRun;
import io.sluice.engine.FlowTargets.TargetFinding;
import io.sluice.stream.flow.Counters;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.SinkSpec.WriteMode;
import io.sluice.stream.flow.StoreType;
import io.sluice.stream.ledger.NotedTargets;
import io.sluice.stream.store.Store;
import io.sluice.stream.store.StoreWriter;
import io.sluice.stream.store.Stores;
import io.sluice.stream.store.TargetNotes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tables and collections of flows, in every kind of store. Thread-safe. */
final class Targets {

    private static final Logger LOG = LoggerFactory.getLogger(Targets.class);

    /** How long a store that did not answer is not asked about definitions: each question takes seconds then. */
    private static final Duration SILENCE = Duration.ofSeconds(10);

    private final Stores stores;
    private final NotedTargets ledger;
    private final Map<Long, List<String>> notices = new ConcurrentHashMap<>();
    private final Map<StoreType, Long> silentSince = new ConcurrentHashMap<>();

    Targets(Stores stores, NotedTargets ledger) {
        this.stores = stores;
        this.ledger = ledger;
    }

    /**
     * Makes them or widens them, and makes the writers for them.
     *
     * @param stored what the flow has stored so far
     * @throws FlowDefinitionException if a target cannot take the rows, or is gone with what was stored in it
     */
    Map<StoreType, StoreWriter.Factory> prepare(FlowRun run, StructType output, Counters stored) throws Exception {
        requireStillThere(run, stored);
        Map<StoreType, StoreWriter.Factory> writers = new HashMap<>();
        List<String> news = new ArrayList<>();
        for (SinkSpec sink : run.spec().sinks()) {
            Store store = store(sink);
            try {
                news.addAll(told(sink, store.prepare(sink, output, notes(run, sink))));
            } catch (Store.IncompatibleTargetException e) {
                throw new FlowDefinitionException(String.valueOf(e.getMessage()));
            }
            writers.put(sink.type(), store.writers(sink, output));
        }
        tell(run, news);
        return writers;
    }

    /** Making it anew would leave out, without a word, what the flow has counted as stored. */
    private void requireStillThere(FlowRun run, Counters stored) throws Exception {
        for (SinkSpec sink : run.spec().sinks()) {
            Counters.SinkCounters counters = stored.sinks().get(sink.type());
            if (counters != null
                    && counters.rows() > 0
                    && store(sink).find(sink).isEmpty()) {
                throw new FlowDefinitionException(
                        Obstacle.LOST_TARGET,
                        run,
                        "The %s target %s is gone, with the %d rows that pipeline %s has stored there."
                                .formatted(sink.type().label(), sink.target(), counters.rows(), run.name()));
            }
        }
    }

    private static List<String> told(SinkSpec sink, Store.Fit fit) {
        List<String> told = new ArrayList<>();
        if (!fit.made()) {
            told.add(
                    "The %s target %s was there before this pipeline, so it stays when the pipeline is deleted or reset%s"
                            .formatted(
                                    sink.type().label(),
                                    sink.target(),
                                    sink.mode() == WriteMode.UPSERT
                                            ? "; until then, upserts overwrite what it holds of the same keys"
                                            : ""));
        }
        told.addAll(fit.notices());
        return told;
    }

    /** Tells it once, not at every start. */
    private void tell(FlowRun run, List<String> news) {
        List<String> before = notices.put(run.pipelineId(), List.copyOf(news));
        if (!news.equals(before)) {
            news.forEach(text -> LOG.warn("Pipeline {}: {}", run.name(), text));
        }
    }

    /** What the last start of the pipeline in this process changed in targets, and what their owner should know. */
    List<String> notices(long pipelineId) {
        return notices.getOrDefault(pipelineId, List.of());
    }

    void forget(long pipelineId) {
        notices.remove(pipelineId);
    }

    /** One for each sink of the flow, in their order. */
    List<TargetFinding> findings(FlowRun run, StructType output) {
        return run.spec().sinks().stream()
                .map(sink -> finding(run, sink, output))
                .toList();
    }

    private TargetFinding finding(FlowRun run, SinkSpec sink, StructType output) {
        Optional<String> objection = Optional.empty();
        Optional<String> unasked = Optional.empty();
        List<String> told = List.of();
        if (isSilent(sink)) {
            return new TargetFinding(sink, objection, told, Optional.of(unasked(sink, "it did not answer just now")));
        }
        try {
            told = told(sink, store(sink).check(sink, output, notes(run, sink)));
        } catch (Store.IncompatibleTargetException e) {
            objection = Optional.of(String.valueOf(e.getMessage()));
        } catch (Exception e) {
            LOG.debug("The target {} of pipeline {} could not be looked at", sink.target(), run.name(), e);
            if (stores.isOutage(e)) {
                silentSince.put(sink.type(), System.nanoTime());
            }
            unasked = Optional.of(unasked(sink, e.getClass().getSimpleName()));
        }
        return new TargetFinding(sink, objection, told, unasked);
    }

    private boolean isSilent(SinkSpec sink) {
        Long since = silentSince.get(sink.type());
        return since != null && System.nanoTime() - since < SILENCE.toNanos();
    }

    private static String unasked(SinkSpec sink, String why) {
        return "%s could not be asked about %s (%s)".formatted(sink.type().label(), sink.target(), why);
    }

    private TargetNotes notes(FlowRun run, SinkSpec sink) {
        return ledger.of(run.pipelineId(), sink, run.spec().source().topics());
    }

    Store store(SinkSpec sink) {
        return stores.of(sink);
    }
}
