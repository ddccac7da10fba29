package io.sluice.pipeline.figures;

import io.sluice.engine.FlowSources;
import io.sluice.engine.FlowSources.SourceLook;
import io.sluice.pipeline.catalogue.Pipeline;
import io.sluice.pipeline.lifecycle.Threads;
import io.sluice.stream.flow.Causes;
import io.sluice.stream.flow.SourceSpec;
import io.sluice.stream.flow.Standing;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.stereotype.Component;

/**
 * Compares the schema of each pipeline with records of its topics, once it has consumed some and once more when there
 * were enough to be sure, and after each change of the source. It does so in the background, one pipeline at a time.
 * Thread-safe.
 */
@Component
public class ColumnWatch {

    private static final Logger LOG = LoggerFactory.getLogger(ColumnWatch.class);

    /** How many records make a comparison sure; no more are compared. */
    private static final long ENOUGH = 50;

    /** How long a pipeline whose records could not be read is passed over, so that others have their turn. */
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final FlowSources sources;
    private final Threads threads;
    private final Map<Long, Seen> seen = new ConcurrentHashMap<>();
    /** When a look failed, by {@link System#nanoTime}. */
    private final Map<Long, Long> failed = new ConcurrentHashMap<>();

    private final AtomicBoolean busy = new AtomicBoolean();

    ColumnWatch(FlowSources sources, Threads threads) {
        this.sources = sources;
        this.threads = threads;
    }

    /** @param columns null if there was nothing to compare with */
    private record Seen(
            SourceSpec source, long consumed, @Nullable ColumnsView columns) {}

    /** What was found; empty until records were compared with the schema as it is now. */
    public Optional<ColumnsView> of(Pipeline pipeline) {
        return Optional.ofNullable(seen.get(pipeline.id()))
                .filter(its -> its.source().equals(pipeline.current().spec().source()))
                .flatMap(its -> Optional.ofNullable(its.columns()));
    }

    /** Whether Kafka refused or could not be reached, by what its client throws; else the failure is one of Sluice's own. */
    public static boolean isOfKafka(Throwable failure) {
        return Causes.find(failure, KafkaException.class).isPresent();
    }

    /** Begins to look at one pipeline if one is due. To be called now and then; returns at once. */
    public void consider(Collection<Pipeline> pipelines, Map<Long, Standing> standings) {
        Set<Long> there = pipelines.stream().map(Pipeline::id).collect(Collectors.toSet());
        seen.keySet().retainAll(there);
        failed.keySet().retainAll(there);
        if (!busy.compareAndSet(false, true)) {
            return;
        }
        Optional<Pipeline> next = pipelines.stream()
                .filter(pipeline -> isDue(pipeline, consumed(pipeline, standings)) && mayBeAsked(pipeline))
                .findFirst();
        if (next.isEmpty()) {
            busy.set(false);
            return;
        }
        long consumed = consumed(next.get(), standings);
        threads.workers().execute(() -> {
            try {
                look(next.get(), consumed);
            } finally {
                busy.set(false);
            }
        });
    }

    private static long consumed(Pipeline pipeline, Map<Long, Standing> standings) {
        return standings.getOrDefault(pipeline.id(), Standing.NONE).counters().consumed();
    }

    private boolean isDue(Pipeline pipeline, long consumed) {
        Seen its = seen.get(pipeline.id());
        if (its == null || !its.source().equals(pipeline.current().spec().source())) {
            return consumed > 0;
        }
        return its.consumed() < ENOUGH && consumed >= ENOUGH;
    }

    private boolean mayBeAsked(Pipeline pipeline) {
        Long since = failed.get(pipeline.id());
        return since == null || System.nanoTime() - since >= PAUSE.toNanos();
    }

    private void look(Pipeline pipeline, long consumed) {
        var spec = pipeline.current().spec();
        ColumnsView columns = null;
        try {
            SourceLook look = sources.look(spec);
            columns = look.records() == 0 ? null : ColumnsView.of(look);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        } catch (RuntimeException e) {
            Level level = isOfKafka(e) ? Level.DEBUG : Level.ERROR;
            LOG.atLevel(level).setCause(e).log("The records of pipeline {} could not be compared", pipeline.name());
            failed.put(pipeline.id(), System.nanoTime());
            return;
        }
        failed.remove(pipeline.id());
        seen.put(pipeline.id(), new Seen(spec.source(), consumed, columns));
        if (columns != null && !columns.neverSeen().isEmpty()) {
            LOG.warn("Pipeline {} has columns {}", pipeline.name(), columns.text());
        }
    }
}
