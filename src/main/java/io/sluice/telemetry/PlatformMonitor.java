package io.sluice.telemetry;

import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Checks every service again and again, each on a thread of its own, so that asking how they are never waits for one
 * that is away. One that is away is checked more often, because pipelines wait for it. Thread-safe.
 */
final class PlatformMonitor implements SmartInitializingSingleton, DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(PlatformMonitor.class);
    private static final Duration WHILE_AWAY = Duration.ofMillis(500);

    private final Map<Service, Check> checks;
    private final Duration interval;
    private final Clock clock;
    private final News news;
    private final Map<Service, Seen> seen = new ConcurrentHashMap<>();
    private final Map<Service, ServiceJournal> journals = new EnumMap<>(Service.class);
    private final ScheduledExecutorService threads;

    /** Hears of a service that was away and is back, or is away for another reason. */
    @FunctionalInterface
    interface News {

        /**
         * Must not block.
         *
         * @param away for how long the service had been away
         */
        void more(Reachability now, Duration away);
    }

    /** @param nanoTime when it was first seen like this, by a clock that nobody sets */
    private record Seen(Reachability how, long nanoTime) {

        private Seen then(Reachability now) {
            return new Seen(now, now.reachable() == how.reachable() ? nanoTime : System.nanoTime());
        }
    }

    PlatformMonitor(Map<Service, Check> checks, Duration interval, Clock clock, News news) {
        this.checks = new EnumMap<>(checks);
        this.interval = interval;
        this.clock = clock;
        this.news = news;
        checks.keySet().forEach(service -> {
            seen.put(service, new Seen(Reachability.unknown(clock.instant()), System.nanoTime()));
            journals.put(service, new ServiceJournal(service, System.nanoTime()));
        });
        threads = Executors.newScheduledThreadPool(checks.size(), task -> {
            Thread thread = new Thread(task, "platform-monitor");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** How the service was when it was checked last; never blocks. */
    Reachability of(Service service) {
        Seen last = seen.get(service);
        return last == null ? Reachability.unknown(clock.instant()) : last.how();
    }

    @Override
    public void afterSingletonsInstantiated() {
        checks.forEach((service, check) -> lookAfter(Duration.ZERO, service, check));
    }

    @Override
    public void destroy() {
        threads.shutdownNow();
        checks.values().forEach(Check::close);
    }

    private void lookAfter(Duration pause, Service service, Check check) {
        try {
            threads.schedule(() -> look(service, check), pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // Sluice ends.
        }
    }

    private void look(Service service, Check check) {
        Seen last = Objects.requireNonNull(seen.get(service));
        Reachability before = last.how();
        Reachability now = attempt(check, before);
        if (threads.isShutdown()) {
            return;
        }
        seen.put(service, last.then(now));
        try {
            Objects.requireNonNull(journals.get(service)).tell(now, System.nanoTime());
            if (!before.reachable() && !now.saysTheSame(before)) {
                news.more(now, Duration.ofNanos(System.nanoTime() - last.nanoTime()));
            }
        } catch (RuntimeException e) {
            LOG.warn("The news of {} could not be passed on", service.title(), e);
        } finally {
            boolean away = !now.reachable() && WHILE_AWAY.compareTo(interval) < 0;
            lookAfter(away ? WHILE_AWAY : interval, service, check);
        }
    }

    private Reachability attempt(Check check, Reachability before) {
        try {
            check.run();
            return before.seen(clock.instant());
        } catch (Exception | LinkageError e) {
            return before.missed(clock.instant(), Reason.of(e));
        }
    }
}
