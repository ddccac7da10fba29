package io.sluice.demo;

import io.sluice.topic.TopicService;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Appends sample records to the demonstration's topic on a thread of its own. While that is not possible it tries again
 * at growing intervals. It says so once, and not before some attempts have failed: at a start the services may come up
 * later than Sluice, which is no news.
 */
final class Feed implements SmartLifecycle {

    static final String TOPIC = "topic_quotes";

    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
    private static final int PARTITIONS = 4;
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LAST_RETRY = Duration.ofSeconds(30);
    /** The pause that is worth a line in the log; it comes after the third failure, and three seconds of trying. */
    private static final Duration TOLD_AT = FIRST_RETRY.multipliedBy(4);

    private final TopicService topics;
    private final Quotes quotes;
    private final Runnable pipeline;
    private final boolean enabled;
    private final Pace pace;
    private @Nullable ScheduledExecutorService thread;

    // Used on the feed's thread only.
    private boolean prepared;
    private long appended;
    private Duration retry = FIRST_RETRY;

    /** @param pipeline creates the pipeline if it is absent; may be called repeatedly */
    Feed(TopicService topics, Quotes quotes, Runnable pipeline, boolean enabled, double rate) {
        this.topics = topics;
        this.quotes = quotes;
        this.pipeline = pipeline;
        this.enabled = enabled;
        this.pace = new Pace(rate, System.nanoTime());
    }

    @Override
    public boolean isAutoStartup() {
        return enabled;
    }

    @Override
    public synchronized void start() {
        ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new Thread(task, "demo-feed");
            made.setDaemon(true);
            return made;
        });
        thread = started;
        started.execute(() -> run(started));
    }

    @Override
    public synchronized void stop() {
        if (thread != null) {
            thread.shutdownNow();
            thread = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return thread != null;
    }

    private void run(ScheduledExecutorService on) {
        Duration pause = turn(on);
        if (!on.isShutdown()) {
            on.schedule(() -> run(on), pause.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Makes one attempt, and returns how long to wait until the next. */
    private Duration turn(ScheduledExecutorService on) {
        try {
            prepare();
            int due = pace.due(System.nanoTime());
            if (due > 0) {
                topics.append(TOPIC, quotes.records(appended, due));
                appended += due;
            }
            recovered();
            return pace.interval();
        } catch (RuntimeException e) {
            return on.isShutdown() ? Duration.ZERO : failed(e);
        }
    }

    private void prepare() {
        if (!prepared) {
            topics.ensure(TOPIC, PARTITIONS);
            pipeline.run();
            prepared = true;
            pace.restart(System.nanoTime());
        }
    }

    private Duration failed(RuntimeException cause) {
        if (retry.equals(TOLD_AT)) {
            LOG.warn("The demonstration pauses and keeps trying: {}", cause.toString());
        }
        // The topic may be gone: the next attempt looks after it and the pipeline from the start.
        prepared = false;
        Duration pause = retry;
        retry = retry.multipliedBy(2).compareTo(LAST_RETRY) < 0 ? retry.multipliedBy(2) : LAST_RETRY;
        return pause;
    }

    private void recovered() {
        if (retry.compareTo(TOLD_AT) > 0) {
            LOG.info("The demonstration goes on");
        }
        retry = FIRST_RETRY;
    }
}
