package io.sluice.telemetry.metrics;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.SmartInitializingSingleton;

/** Renews the meters, each source on a thread of its own: a server that hangs makes only its own figures old. */
final class MeterRefresh implements SmartInitializingSingleton, DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(MeterRefresh.class);

    /** Spark remembers a hundred micro-batches. Seen this often, none of them is missed. */
    private static final Duration LOOKS = Duration.ofSeconds(1);

    private final PipelineMeters meters;
    private final Duration interval;
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(3, task -> {
        Thread thread = new Thread(task, "meters");
        thread.setDaemon(true);
        return thread;
    });

    MeterRefresh(PipelineMeters meters, Duration interval) {
        this.meters = meters;
        this.interval = interval;
    }

    @Override
    public void afterSingletonsInstantiated() {
        every(interval.compareTo(LOOKS) < 0 ? interval : LOOKS, meters::look);
        every(interval, meters::readLedger);
        every(interval, meters::askKafka);
    }

    @Override
    public void destroy() {
        threads.shutdownNow();
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    private void every(Duration pause, Work work) {
        threads.scheduleWithFixedDelay(() -> attempt(work), 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void attempt(Work work) {
        try {
            work.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | LinkageError e) {
            // The platform monitor says what is away.
            LOG.debug("Meters could not be renewed; trying again", e);
        }
    }
}
