package io.sluice.events;

import io.sluice.events.LedgerNews.Found;
import io.sluice.events.LedgerNews.Rejected;
import io.sluice.pipeline.lifecycle.Condition;
import io.sluice.pipeline.lifecycle.StateListener;
import io.sluice.web.exchange.LiveAnswer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Looks for news once a second while somebody reads, and tells the readers. States are told at once, whoever reads. All
 * is done by one thread, which waits for nobody: the ledger is asked by another one, and a pipeline only hands over its
 * state. Thread-safe.
 */
final class EventFeed implements StateListener, SmartInitializingSingleton, DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(EventFeed.class);

    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** How long it goes on looking without a reader, for one that comes back. */
    private static final long LINGER = Duration.ofMinutes(1).toNanos();

    private final PipelineNews pipelines;
    private final PlatformNews platform;
    private final LedgerNews ledger;
    private final Publisher publisher;
    private final Executor workers;
    private final Set<LiveAnswer> readers = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean asking = new AtomicBoolean();
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(
            1,
            task -> {
                Thread made = new Thread(task, "events");
                made.setDaemon(true);
                return made;
            },
            new ThreadPoolExecutor.DiscardPolicy());

    /** By {@link System#nanoTime}. Of the one thread. */
    private long readAt = System.nanoTime() - LINGER;

    /** Whether the ledger was asked since somebody reads. Of the one thread. */
    private boolean isAsked;

    /** What is to be done for readers who have arrived. Of the one thread. */
    private final List<Runnable> arrived = new ArrayList<>();

    /** @param workers has a thread for whoever asks */
    EventFeed(PipelineNews pipelines, PlatformNews platform, LedgerNews ledger, Publisher publisher, Executor workers) {
        this.pipelines = pipelines;
        this.platform = platform;
        this.ledger = ledger;
        this.publisher = publisher;
        this.workers = workers;
    }

    @Override
    public void afterSingletonsInstantiated() {
        thread.scheduleWithFixedDelay(
                () -> attempt(this::tick), PAUSE.toMillis(), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void changed(long pipelineId, Condition now) {
        thread.execute(() -> attempt(() -> pipelines.state(pipelineId, now)));
    }

    /**
     * Takes a reader in, who gets events from the next look on, which is at once; but the first in a while waits until the
     * ledger has answered or failed, because what its first answer says counts as known, and so has to be in the snapshot.
     */
    void arrive(LiveAnswer reader, EventStream stream) {
        thread.execute(() -> attempt(() -> {
            readers.add(reader);
            arrived.add(() -> {
                stream.begin();
                reader.wake();
            });
            if (!isAsked) {
                askUnlessAsking();
                return;
            }
            look();
            begin();
        }));
    }

    /** Lets those begin who have arrived. */
    private void begin() {
        arrived.forEach(Runnable::run);
        arrived.clear();
    }

    private void tick() {
        readers.removeIf(LiveAnswer::isOver);
        if (!readers.isEmpty()) {
            readAt = System.nanoTime();
        }
        if (System.nanoTime() - readAt >= LINGER) {
            isAsked = false;
            return;
        }
        if (!askUnlessAsking()) {
            // The ledger takes its time. What else there is does not wait for it.
            look();
        }
    }

    private boolean askUnlessAsking() {
        boolean isMine = asking.compareAndSet(false, true);
        if (isMine) {
            workers.execute(this::ask);
        }
        return isMine;
    }

    private void ask() {
        Optional<Found> found = found();
        asking.set(false);
        thread.execute(() -> attempt(() -> {
            isAsked = true;
            found.ifPresent(its -> pipelines.standings(its.standings()));
            look();
            begin();
            found.ifPresent(its -> its.rejected().forEach(this::tell));
        }));
    }

    private Optional<Found> found() {
        try {
            return Optional.of(ledger.ask());
        } catch (SQLException | RuntimeException e) {
            // The platform monitor says what is away.
            LOG.debug("The ledger could not be read; trying again", e);
            return Optional.empty();
        }
    }

    private void tell(Rejected news) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("count", news.count());
        data.put("more", news.more());
        data.put("newest", news.newest());
        publisher.publish("rejected", news.pipeline(), data);
    }

    private void look() {
        platform.look();
        pipelines.look();
    }

    private void attempt(Runnable work) {
        try {
            work.run();
            if (publisher.hasNews()) {
                readers.forEach(LiveAnswer::wake);
            }
        } catch (RuntimeException e) {
            LOG.error("News of pipelines were not passed on", e);
        }
    }

    @Override
    public void destroy() {
        thread.shutdownNow();
    }
}
