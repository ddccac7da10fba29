package io.sluice.events;

import io.sluice.engine.RunningFlow;
import io.sluice.pipeline.api.BatchPage.Batch;
import io.sluice.pipeline.api.PipelinePage.Summary;
import io.sluice.pipeline.api.Views;
import io.sluice.pipeline.catalogue.Pipeline;
import io.sluice.pipeline.catalogue.PipelineRegistry;
import io.sluice.pipeline.lifecycle.Condition;
import io.sluice.stream.flow.Standing;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds what has become of the pipelines since it looked last. Asks no server. One thread. */
final class PipelineNews {

    private final PipelineRegistry registry;
    private final Views views;
    private final EventText text;
    private final Publisher publisher;
    private final Overview overview;
    private final Map<String, Seen> seen = new HashMap<>();
    private Optional<Map<Long, Standing>> standings = Optional.empty();
    private boolean open;

    PipelineNews(PipelineRegistry registry, Views views, EventText text, Publisher publisher, Overview overview) {
        this.registry = registry;
        this.views = views;
        this.text = text;
        this.publisher = publisher;
        this.overview = overview;
    }

    /** How a pipeline was when it was looked at last. */
    private static final class Seen {

        private final long id;
        private long version;
        private @Nullable Long last;
        private @Nullable Batch batch;
        private @Nullable Summary summary;

        Seen(long id, long version) {
            this.id = id;
            this.version = version;
        }
    }

    /** Takes what the ledger says now of all pipelines. */
    void standings(Map<Long, Standing> now) {
        standings = Optional.of(now);
    }

    /** Tells the state that a pipeline came into. */
    void state(long pipelineId, Condition now) {
        registry.ifOpen().stream()
                .filter(pipeline -> pipeline.id() == pipelineId)
                .findFirst()
                .ifPresent(pipeline -> publisher.publish(
                        "state", pipeline.name(), Map.of("status", views.status(pipeline, now, standing(pipeline)))));
    }

    void look() {
        boolean before = open;
        open = registry.isOpen();
        if (open != before) {
            Set.copyOf(seen.keySet()).forEach(this::forget);
        }
        Set<String> gone = new TreeSet<>(seen.keySet());
        for (Pipeline pipeline : registry.ifOpen()) {
            gone.remove(pipeline.name());
            look(pipeline, open != before);
        }
        gone.forEach(this::delete);
        if (open != before) {
            // Only now: whoever is woken meanwhile begins anew at once, with what the overview has then.
            publisher.forget();
        }
    }

    private void look(Pipeline pipeline, boolean quietly) {
        String name = pipeline.name();
        long version = pipeline.current().number();
        Seen its = seen.get(name);
        if (its != null && its.id != pipeline.id()) {
            delete(name);
            its = null;
        }
        if (its == null) {
            its = new Seen(pipeline.id(), version);
            seen.put(name, its);
            if (!quietly) {
                define("created", name, version);
            }
        } else if (its.version != version) {
            its.version = version;
            define("changed", name, version);
        }
        Optional<Batch> batch = newBatch(pipeline, its);
        Summary summary = views.summary(pipeline, standing(pipeline));
        if (batch.isEmpty() && summary.equals(its.summary)) {
            return;
        }
        its.summary = summary;
        overview.pipeline(name, text.json(summary));
        if (!quietly) {
            tell(name, batch, summary);
        }
    }

    private Optional<Batch> newBatch(Pipeline pipeline, Seen its) {
        RunningFlow flow = pipeline.condition().lastFlow();
        Long last = flow == null ? null : flow.batchId();
        if (Objects.equals(last, its.last)
                && its.batch != null
                && flow != null
                && flow.runId().equals(its.batch.runId())) {
            return Optional.empty();
        }
        its.last = last;
        Batch before = its.batch;
        Optional<Batch> newest = views.newestBatch(pipeline);
        its.batch = newest.orElse(null);
        return newest.filter(batch -> before == null
                || batch.batchId() != before.batchId()
                || !batch.runId().equals(before.runId()));
    }

    private void define(String change, String name, long version) {
        publisher.publish("definition", name, Map.of("change", change, "version", version));
    }

    private void tell(String name, Optional<Batch> batch, Summary summary) {
        if (batch.isPresent()) {
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("batch", batch.get());
            data.put("summary", summary);
            publisher.publish("progress", name, data);
        } else {
            publisher.publish("counters", name, Map.of("summary", summary));
        }
    }

    private void delete(String name) {
        forget(name);
        publisher.publish("definition", name, Map.of("change", "deleted"));
    }

    private void forget(String name) {
        seen.remove(name);
        overview.remove(name);
    }

    private Optional<Standing> standing(Pipeline pipeline) {
        return standings.map(all -> all.getOrDefault(pipeline.id(), Standing.NONE));
    }
}
