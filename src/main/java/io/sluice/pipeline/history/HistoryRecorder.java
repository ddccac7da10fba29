package io.sluice.pipeline.history;

import io.sluice.pipeline.catalogue.Pipeline;
import io.sluice.pipeline.catalogue.PipelineRegistry;
import io.sluice.pipeline.figures.LagWatch;
import io.sluice.pipeline.ownership.Ownership;
import io.sluice.stream.ledger.NotOwnerException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/**
 * Looks at all pipelines once a second while this instance runs them, on a thread of its own, and writes what it saw
 * every few seconds on another: a database that hangs keeps it from writing and from nothing else. Thread-safe.
 */
@Component
public class HistoryRecorder implements SmartInitializingSingleton, DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(HistoryRecorder.class);
    private static final Duration LOOKS = Duration.ofSeconds(1);
    private static final Duration FORGETS = Duration.ofHours(1);

    private final PipelineRegistry registry;
    private final Ownership ownership;
    private final HistoryTable table;
    private final HistoryBook book;
    private final Sampler sampler;
    private final Duration interval;
    private final Clock clock = Clock.systemUTC();
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(3, task -> {
        Thread thread = new Thread(task, "history");
        thread.setDaemon(true);
        return thread;
    });
    private final Object writing = new Object();
    /** Whether the database took what was written last. */
    private volatile boolean reached;

    HistoryRecorder(
            PipelineRegistry registry,
            Ownership ownership,
            LagWatch lags,
            Marks marks,
            HistoryTable table,
            HistoryBook book,
            HistorySettings settings) {
        this.registry = registry;
        this.ownership = ownership;
        this.table = table;
        this.book = book;
        this.sampler = new Sampler(lags, marks);
        this.interval = settings.interval();
    }

    @Override
    public void afterSingletonsInstantiated() {
        every(LOOKS, this::look);
        every(interval, () -> write(false));
        every(FORGETS, () -> {
            if (ownership.isHeld()) {
                table.forget(clock.instant());
            }
        });
    }

    @Override
    public void destroy() {
        threads.shutdownNow();
    }

    /**
     * Writes all that is left, once, if the database was there the last time; to be called while the lease is still
     * held.
     */
    public void finish() {
        if (reached) {
            attempt(this::look);
            attempt(() -> write(true));
        }
    }

    private synchronized void look() {
        Collection<Pipeline> pipelines = ownership.isHeld() ? registry.ifOpen() : List.of();
        if (!ownership.isHeld()) {
            book.clear();
        }
        Set<Long> ids = pipelines.stream().map(Pipeline::id).collect(Collectors.toSet());
        sampler.retain(ids);
        book.retain(ids);
        long second = clock.instant().getEpochSecond() - 1;
        pipelines.forEach(pipeline -> attempt(() -> book.add(pipeline.id(), second, sampler.look(pipeline))));
    }

    private void write(boolean everything) throws SQLException {
        if (!ownership.isHeld()) {
            return;
        }
        synchronized (writing) {
            reached = false;
            book.write(everything);
            reached = true;
        }
    }

    private interface Work {
        void run() throws SQLException;
    }

    private void every(Duration pause, Work work) {
        threads.scheduleAtFixedRate(() -> attempt(work), pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void attempt(Work work) {
        try {
            work.run();
        } catch (NotOwnerException e) {
            LOG.debug("Another instance writes the history now", e);
        } catch (SQLException e) {
            // The platform monitor says what is away.
            LOG.debug("The history could not be written; trying again", e);
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("The history was not looked after; trying again", e);
        }
    }
}
