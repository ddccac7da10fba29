package io.sluice.pipeline;

import io.sluice.pipeline.lifecycle.Condition;
import io.sluice.pipeline.lifecycle.DesiredState;
import io.sluice.pipeline.lifecycle.PipelineState;
import io.sluice.pipeline.lifecycle.Supervisor;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Brings the pipelines up as soon as Postgres answers: migrates, reads them, loads the files, starts what should run.
 * Takes them down first of all when the application ends.
 */
@Component
class Bootstrap implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Bootstrap.class);
    private static final Duration PAUSE = Duration.ofMillis(1500);

    private final DeferredMigration migration;
    private final PipelineLoader loader;
    private final PipelineRegistry registry;
    private final DefinitionFiles files;
    private final Supervisor supervisor;
    private final Threads threads;

    private volatile boolean running;
    private @Nullable String lastTold;

    Bootstrap(
            DeferredMigration migration,
            PipelineLoader loader,
            PipelineRegistry registry,
            DefinitionFiles files,
            Supervisor supervisor,
            Threads threads) {
        this.migration = migration;
        this.loader = loader;
        this.registry = registry;
        this.files = files;
        this.supervisor = supervisor;
        this.threads = threads;
    }

    @Override
    public void start() {
        running = true;
        threads.workers().execute(this::attempt);
    }

    @Override
    public void stop() {
        running = false;
        supervisor.shutDown();
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
        } catch (RuntimeException e) {
            tell(e);
            threads.alarms().after(PAUSE, () -> threads.workers().execute(this::attempt));
        }
    }

    private void bringUp() {
        if (!registry.isOpen()) {
            migration.run();
            registry.open(loader.load());
        }
        files.load();
        registry.all().stream()
                .filter(Bootstrap::isToRun)
                .forEach(p -> p.actor().start());
    }

    private static boolean isToRun(Pipeline pipeline) {
        Condition now = pipeline.condition();
        return now.desired() == DesiredState.RUNNING && now.state() != PipelineState.COMPLETED;
    }

    private void tell(RuntimeException failure) {
        String why = Database.outage(failure).orElseGet(() -> Database.firstLine(failure));
        registry.stayClosed(why);
        if (!Objects.equals(why, lastTold)) {
            LOG.warn("The pipelines cannot be brought up yet: {}; trying again until it succeeds", why);
            LOG.debug("In detail", failure);
            lastTold = why;
        }
    }
}
