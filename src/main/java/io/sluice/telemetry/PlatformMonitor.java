package io.sluice.telemetry;

import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Checks every service again and again, each on a thread of its own, so that asking how they are never waits for one
 * that is away. Logs only changes. Thread-safe.
 */
final class PlatformMonitor implements SmartInitializingSingleton, DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(PlatformMonitor.class);

    private final Map<Service, Check> checks;
    private final Duration interval;
    private final Clock clock;
    private final Map<Service, Reachability> seen = new ConcurrentHashMap<>();
    private final ScheduledExecutorService threads;

    PlatformMonitor(Map<Service, Check> checks, Duration interval, Clock clock) {
        this.checks = new EnumMap<>(checks);
        this.interval = interval;
        this.clock = clock;
        checks.keySet().forEach(service -> seen.put(service, Reachability.unknown(clock.instant())));
        threads = Executors.newScheduledThreadPool(checks.size(), task -> {
            Thread thread = new Thread(task, "platform-monitor");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** How the service was when it was checked last; never blocks. */
    Reachability of(Service service) {
        return seen.getOrDefault(service, Reachability.unknown(clock.instant()));
    }

    @Override
    public void afterSingletonsInstantiated() {
        checks.forEach((service, check) -> threads.scheduleWithFixedDelay(
                () -> look(service, check), 0, interval.toMillis(), TimeUnit.MILLISECONDS));
    }

    @Override
    public void destroy() {
        threads.shutdownNow();
        checks.values().forEach(Check::close);
    }

    private void look(Service service, Check check) {
        Reachability before = of(service);
        Reachability now = attempt(check, before);
        if (threads.isShutdown()) {
            return;
        }
        seen.put(service, now);
        if (before.reachable() && !now.reachable() || before.isUnknown() && !now.reachable()) {
            LOG.warn("{} cannot be reached: {}", service.title(), now.lastError());
        } else if (now.reachable() && !before.reachable() && !before.isUnknown()) {
            LOG.info("{} can be reached again", service.title());
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
