package io.sluice.pipeline.reconciliation;

import io.sluice.engine.Reconciler;
import io.sluice.jvm.MemoryExhaustion;
import io.sluice.pipeline.catalogue.Pipeline;
import io.sluice.pipeline.catalogue.PipelineRegistry;
import io.sluice.pipeline.lifecycle.Threads;
import io.sluice.pipeline.versions.VersionLog;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Reconciles pipelines in the background, one at a time, and keeps the last report of each. Thread-safe. */
@Component
class Reconciliations {

    private static final Logger LOG = LoggerFactory.getLogger(Reconciliations.class);

    private final Reconciler reconciler;
    private final PipelineRegistry registry;
    private final VersionLog versions;
    private final Threads threads;
    private final Map<Long, Reconciliation> last = new ConcurrentHashMap<>();
    private @Nullable Reconciliation running;

    Reconciliations(Reconciler reconciler, PipelineRegistry registry, VersionLog versions, Threads threads) {
        this.reconciler = reconciler;
        this.registry = registry;
        this.versions = versions;
        this.threads = threads;
    }

    /**
     * Begins to reconcile the pipeline.
     *
     * @throws ProblemException WRONG_STATE while that is under way already; TOO_MANY_REQUESTS while another pipeline is
     *     being reconciled
     */
    synchronized Reconciliation order(Pipeline pipeline, boolean repair) {
        if (running != null && running.isRunning()) {
            throw underWay(pipeline, running);
        }
        Reconciliation begun = new Reconciliation(pipeline.name(), repair);
        running = begun;
        last.keySet().retainAll(registry.ifOpen().stream().map(Pipeline::id).collect(Collectors.toSet()));
        last.put(pipeline.id(), begun);
        threads.workers().execute(() -> run(pipeline, begun));
        return begun;
    }

    private static ProblemException underWay(Pipeline pipeline, Reconciliation running) {
        String address = ReconciliationController.address(running.pipeline());
        return running.pipeline().equals(pipeline.name())
                ? new ProblemException(
                        ProblemType.WRONG_STATE,
                        "Pipeline '" + pipeline.name() + "' is being reconciled already; GET " + address
                                + " says how far that is, DELETE cancels it.")
                : new ProblemException(
                        ProblemType.TOO_MANY_REQUESTS,
                        "Pipeline '" + running.pipeline() + "' is being reconciled, and one at a time can be; GET "
                                + address + " says how far that is. Repeat the order when it has ended.");
    }

    /** @throws ProblemException RECONCILIATION_NOT_FOUND */
    Reconciliation last(Pipeline pipeline) {
        Reconciliation known = last.get(pipeline.id());
        if (known == null) {
            throw new ProblemException(
                    ProblemType.RECONCILIATION_NOT_FOUND,
                    "Pipeline '" + pipeline.name() + "' was not reconciled since the application started, which is as"
                            + " long as a report is kept. POST to this address begins it.");
        }
        return known;
    }

    private void run(Pipeline pipeline, Reconciliation begun) {
        long version = pipeline.current().number();
        try {
            reconciler.reconcile(pipeline.run(), begun.isRepair(), begun::isCancelled, begun::progress);
            if (pipeline.current().number() != version) {
                throw new IllegalStateException("The definition was changed while the pipeline was being reconciled, so"
                        + " what was found may be of both; reconcile it again");
            }
            versions.lastChangeOfRows(pipeline.id())
                    .ifPresent(change -> begun.note("Compared with version " + change.version()
                            + " of the definition, which is of " + change.at()
                            + ": rows that were stored under an earlier"
                            + " one may differ for no other reason"));
            begun.end(Reconciliation.State.DONE, null);
        } catch (CancellationException e) {
            begun.end(Reconciliation.State.CANCELLED, null);
        } catch (Throwable e) {
            MemoryExhaustion.endIf(e);
            // Errors are caught, too: a reconciliation must not be RUNNING for ever.
            LOG.warn("The reconciliation of pipeline {} broke off", pipeline.name(), e);
            begun.end(Reconciliation.State.FAILED, e);
        }
    }
}
