package io.sluice.telemetry;

import io.sluice.stream.connection.FaultException;
import io.sluice.stream.connection.Step;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at one service again and again: often while it is away, because pipelines wait for it, and as soon as something
 * failed that it may be the cause of; but not often while it refuses the login. Thread-safe.
 */
final class ServiceWatch {

    /** The journal's lines are the monitor's: that is the name under which an operator sets how much is logged. */
    private static final Logger LOG = LoggerFactory.getLogger(PlatformMonitor.class);

    /** The pause between two looks at what is away or suspected, however many ask. */
    private static final Duration OFTEN = Duration.ofMillis(500);

    private final String service;
    private final Check check;
    private final Duration interval;
    private final Clock clock;
    private final PlatformMonitor.News news;
    private final ScheduledExecutorService threads;
    private final ServiceJournal journal;
    private volatile Reachability seen;
    /** When it was first seen like this, by a clock that nobody sets; only the thread that looks uses it. */
    private long seenAt = System.nanoTime();

    // Guarded by this.
    private long lookedAt = System.nanoTime() - OFTEN.toNanos();
    private boolean looking;
    private boolean hurried;
    /** Whether the service refused the login: many wrong ones in a row lock a user out. */
    private boolean refused;

    private @Nullable ScheduledFuture<?> next;

    /** @param service its name in a sentence */
    ServiceWatch(
            String service,
            Check check,
            Duration interval,
            Clock clock,
            PlatformMonitor.News news,
            ScheduledExecutorService threads) {
        this.service = service;
        this.check = check;
        this.interval = interval;
        this.clock = clock;
        this.news = news;
        this.threads = threads;
        this.journal = new ServiceJournal(service, System.nanoTime());
        this.seen = Reachability.unknown(clock.instant());
    }

    Reachability seen() {
        return seen;
    }

    synchronized void start() {
        lookAfter(Duration.ZERO);
    }

    /** Looks now, or half a second after the last look. Never blocks. */
    synchronized void hurry() {
        if (refused) {
            return;
        }
        if (looking) {
            // What it finds may be of the moment before.
            hurried = true;
        } else if (next != null && next.getDelay(TimeUnit.NANOSECONDS) > untilAllowed() && next.cancel(false)) {
            lookAfter(Duration.ofNanos(untilAllowed()));
        }
    }

    void close() {
        check.close();
    }

    private long untilAllowed() {
        return Math.max(0, lookedAt + OFTEN.toNanos() - System.nanoTime());
    }

    private void lookAfter(Duration pause) {
        try {
            next = threads.schedule(this::look, pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // Sluice ends.
        }
    }

    private synchronized void begin() {
        looking = true;
        lookedAt = System.nanoTime();
    }

    private synchronized void end(Reachability now) {
        looking = false;
        boolean often = !refused && (hurried || !now.reachable());
        hurried = false;
        lookAfter(often && OFTEN.compareTo(interval) < 0 ? OFTEN : interval);
    }

    private synchronized void note(boolean refusedNow) {
        refused = refusedNow;
    }

    private void look() {
        begin();
        Reachability before = seen;
        Reachability now = attempt(before);
        if (threads.isShutdown()) {
            return;
        }
        seen = now;
        long since = seenAt;
        seenAt = now.reachable() == before.reachable() ? since : System.nanoTime();
        try {
            journal.tell(now, System.nanoTime());
            if (!before.reachable() && !now.saysTheSame(before)) {
                news.more(now, Duration.ofNanos(System.nanoTime() - since));
            }
        } catch (RuntimeException e) {
            LOG.warn("The news of {} could not be passed on", service, e);
        } finally {
            end(now);
        }
    }

    private Reachability attempt(Reachability before) {
        try {
            check.run();
            note(false);
            return before.seen(clock.instant());
        } catch (Exception | LinkageError e) {
            note(e instanceof FaultException fault && fault.step() == Step.LOGIN);
            return before.missed(clock.instant(), Reason.of(e));
        }
    }
}
