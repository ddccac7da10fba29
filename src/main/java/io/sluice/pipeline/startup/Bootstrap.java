package io.sluice.pipeline.startup;

import io.sluice.jvm.MemoryExhaustion;
import io.sluice.pipeline.catalogue.Database;
import io.sluice.pipeline.catalogue.Pipeline;
import io.sluice.pipeline.catalogue.PipelineLoader;
import io.sluice.pipeline.catalogue.PipelineRegistry;
import io.sluice.pipeline.catalogue.Standby;
import io.sluice.pipeline.history.HistoryRecorder;
import io.sluice.pipeline.lifecycle.Supervisor;
import io.sluice.pipeline.lifecycle.Threads;
import io.sluice.pipeline.ownership.Holder;
import io.sluice.pipeline.ownership.Ownership;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Brings the pipelines up as soon as the database answers and no other instance runs them: migrates, takes the lease, reads
 * them, loads the files, starts what should run. Takes them down when another instance has taken the lease, or
 * the database went back to an older state, and then begins anew; and first of all when the application ends.
 */
@Component
class Bootstrap implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Bootstrap.class);
    private static final Duration PAUSE = Duration.ofMillis(1500);

    /** How long the database and Spark may take to start before the log says that they are waited for. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final String STANDS_BY = "stands by";

    private final DeferredMigration migration;
    private final Ownership ownership;
    private final PipelineLoader loader;
    private final PipelineRegistry registry;
    private final DefinitionFiles files;
    private final Supervisor supervisor;
    private final HistoryRecorder history;
    private final Threads threads;

    private volatile boolean running;
    private volatile long startedAt;
    /** Whether an attempt is under way or will be: there is one at a time. Guarded by this. */
    private boolean trying;

    private @Nullable String lastTold;

    Bootstrap(
            DeferredMigration migration,
            Ownership ownership,
            PipelineLoader loader,
            PipelineRegistry registry,
            DefinitionFiles files,
            Supervisor supervisor,
            HistoryRecorder history,
            Threads threads) {
        this.migration = migration;
        this.ownership = ownership;
        this.loader = loader;
        this.registry = registry;
        this.files = files;
        this.supervisor = supervisor;
        this.history = history;
        this.threads = threads;
    }

    @Override
    public synchronized void start() {
        running = true;
        startedAt = System.nanoTime();
        trying = true;
        threads.workers().execute(this::attempt);
    }

    @Override
    public void stop() {
        running = false;
        supervisor.shutDown();
        history.finish();
        ownership.release();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void attempt() {
        if (!running) {
            return;
        }
        try {
            bringUp();
            tellUp();
            if (!isDone()) {
                again();
            }
        } catch (RuntimeException e) {
            tell(e);
            again();
        } catch (Error e) {
            MemoryExhaustion.endIf(e);
            // Without another attempt nothing would ever run.
            tell(new IllegalStateException(e));
            again();
        }
    }

    private void again() {
        threads.alarms().after(PAUSE, () -> threads.workers().execute(this::attempt));
    }

    /** Whether the pipelines are up; if the lease was lost in the meantime, they are not. */
    private synchronized boolean isDone() {
        trying = !registry.isOpen();
        return !trying;
    }

    private void bringUp() {
        if (!registry.isOpen()) {
            migration.run();
            takeLease();
            files.begin();
            open(loader.load());
        }
        Map<String, ProblemException> waiting = loadFiles();
        registry.all().forEach(pipeline -> {
            ProblemException why = waiting.get(pipeline.name());
            if (why == null) {
                pipeline.actor().startAgain();
            } else {
                pipeline.actor().waitsBecause(why);
            }
        });
        if (waiting.keySet().stream().allMatch(name -> registry.find(name).isPresent())) {
            // Those that wait are there, as they were defined before, and say why.
            registry.completed();
        }
        for (ProblemException why : waiting.values()) {
            throw why;
        }
    }

    /** Starts what no file defines, which need not wait for Spark to look at the files; then loads these. */
    private Map<String, ProblemException> loadFiles() {
        Set<String> defined = files.names();
        registry.all().stream()
                .filter(pipeline -> !defined.contains(pipeline.name()))
                .forEach(pipeline -> pipeline.actor().startAgain());
        return files.load();
    }

    /** Takes the lease, but not before everything has ended that ran under an earlier one. */
    private void takeLease() {
        supervisor.abandon();
        if (!supervisor.isQuiet()) {
            throw new ProblemException(
                    ProblemType.STANDBY,
                    "This instance lost its lease and still ends what it ran; after that it takes over again"
                            + " if no other instance does. If this lasts for minutes, restart it.");
        }
        Optional<Holder> owner = ownership.acquire(this::lost);
        if (owner.isPresent()) {
            throw standby(owner.get());
        }
    }

    private static ProblemException standby(Holder owner) {
        return new ProblemException(
                ProblemType.STANDBY,
                "Another instance (" + owner.name() + ") runs the pipelines of this database; this one takes over"
                        + " when that one's lease runs out (at " + owner.until().truncatedTo(ChronoUnit.SECONDS)
                        + ", unless it is renewed) or is given up. Send the request to that one.");
    }

    private synchronized void open(List<Pipeline> pipelines) {
        if (!running || !ownership.isHeld()) {
            throw Standby.lost();
        }
        registry.open(pipelines);
    }

    /** Ends what runs without waiting for micro-batches, whose writes are refused once the other instance has started. */
    private synchronized void lost() {
        LOG.warn("Another instance has taken over the pipelines of this database, or it went back to an older state;"
                + " this instance ends its own pipelines, and takes over anew if no other does");
        registry.close(Standby.lost());
        supervisor.abandon();
        if (!trying) {
            trying = true;
            again();
        }
    }

    private void tell(RuntimeException failure) {
        boolean isExpected = failure instanceof ProblemException || Database.isAway(failure);
        ProblemException why = Database.problem(failure).orElseGet(() -> notUp(failure));
        if (registry.isOpen()) {
            registry.waitsBecause(why);
        } else {
            registry.close(why);
        }
        boolean standsBy = why.type() == ProblemType.STANDBY;
        // What a standby says changes with every renewal of the other's lease.
        String told = standsBy ? STANDS_BY : String.valueOf(why.getMessage());
        if (told.equals(lastTold)) {
            return;
        }
        if (standsBy) {
            lastTold = told;
            LOG.info("{}", why.getMessage());
        } else if (!isExpected) {
            lastTold = told;
            LOG.error("The pipelines cannot be brought up", failure);
        } else if (System.nanoTime() - startedAt > PATIENCE.toNanos()) {
            lastTold = told;
            LOG.warn("The pipelines cannot be brought up yet: {}", why.getMessage());
            LOG.debug("In detail", failure);
        }
    }

    private static ProblemException notUp(RuntimeException failure) {
        return failure instanceof ProblemException problem
                ? problem
                : new ProblemException(
                        ProblemType.PLATFORM_UNAVAILABLE,
                        "The pipelines could not be brought up (" + Database.firstLine(failure)
                                + "). Sluice keeps trying; its log has the cause.");
    }

    private void tellUp() {
        if (STANDS_BY.equals(lastTold)) {
            LOG.info("This instance runs the pipelines of this database now");
        }
        lastTold = null;
    }
}
