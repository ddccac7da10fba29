package io.sluice.pipeline.lifecycle;

import io.sluice.engine.FlowRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has all actors, and ends them together. Thread-safe. */
public final class Supervisor {

    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

    /** How much longer than its own deadline a flow may take, for the query to go away. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Surroundings with;
    private final Set<PipelineActor> actors = ConcurrentHashMap.newKeySet();
    private volatile boolean down;
    private volatile CompletableFuture<?> leaving = CompletableFuture.completedFuture(null);

    public Supervisor(Surroundings with) {
        this.with = with;
    }

    /** Makes an actor for a pipeline; it does nothing until it is told to. */
    public PipelineActor supervise(FlowRun run, Remembered last) {
        PipelineActor actor = new PipelineActor(run, last, with);
        actors.add(actor);
        if (down) {
            actor.hold();
        }
        return actor;
    }

    /** Forgets an actor whose pipeline is gone. It must be on hold, and stays so. */
    public void dismiss(PipelineActor actor) {
        actors.remove(actor);
    }

    /**
     * Ends whatever runs of the pipeline and keeps it so until {@link PipelineActor#release}. Blocks.
     *
     * @return false if it was still running when the time was up
     */
    public boolean quiesce(PipelineActor actor) {
        return await(actor.hold());
    }

    /**
     * Ends all flows without waiting for their micro-batches, because another instance runs the pipelines, and forgets
     * their actors for good. Returns at once; {@link #isQuiet} tells when it is done.
     */
    public synchronized void abandon() {
        List<CompletableFuture<?>> ends = new ArrayList<>(List.of(leaving));
        for (PipelineActor actor : List.copyOf(actors)) {
            actors.remove(actor);
            ends.add(actor.abandon());
        }
        leaving = all(ends);
    }

    /** Whether nothing runs any more of what was abandoned. */
    public boolean isQuiet() {
        return leaving.isDone();
    }

    /** Ends all flows side by side, each after its micro-batch, and starts nothing more. What is desired stays. Blocks. */
    public void shutDown() {
        down = true;
        List<CompletableFuture<?>> ends = new ArrayList<>(List.of(leaving));
        actors.forEach(actor -> ends.add(actor.hold()));
        if (!await(all(ends))) {
            LOG.warn(
                    "Not every pipeline finished its micro-batch within {}; the rest of it is repeated after the next"
                            + " start, which changes nothing that is stored",
                    with.stopTimeout());
        }
    }

    private static CompletableFuture<?> all(List<CompletableFuture<?>> ends) {
        return CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new));
    }

    private boolean await(CompletableFuture<?> end) {
        try {
            end.get(with.stopTimeout().plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
