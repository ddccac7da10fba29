package io.sluice.telemetry;

import io.sluice.web.PossibleOutage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.event.EventListener;

/**
 * Checks every service again and again, each on a thread of its own, so that asking how they are never waits for one
 * that is away. Thread-safe.
 */
public final class PlatformMonitor implements SmartInitializingSingleton, DisposableBean {

    private final Map<String, ServiceWatch> watches = new LinkedHashMap<>();
    private final Clock clock;
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

    /**
     * @param interval between two checks of a service
     * @param timeout after which a check counts as failed
     */
    PlatformMonitor(List<Service> services, Duration interval, Duration timeout, Clock clock, News news) {
        this.clock = clock;
        threads = Executors.newScheduledThreadPool(services.size(), task -> {
            Thread thread = new Thread(task, "platform-monitor");
            thread.setDaemon(true);
            return thread;
        });
        services.forEach(service -> watches.put(
                service.name(),
                new ServiceWatch(service.title(), service.check().apply(timeout), interval, clock, news, threads)));
    }

    /** How the service of this name was when it was checked last; never blocks. */
    Reachability of(String service) {
        ServiceWatch watch = watches.get(service);
        return watch == null ? Reachability.unknown(clock.instant()) : watch.seen();
    }

    /** A service's part in readiness, as it was seen last. */
    public HealthIndicator health(String service) {
        return () -> {
            Reachability now = of(service);
            return health(now.reachable(), now.since(), now.reachable() ? null : now.lastError());
        };
    }

    static Health health(boolean isUp, @Nullable Instant since, @Nullable String error) {
        Health.Builder health = isUp ? Health.up() : Health.down();
        if (since != null) {
            health.withDetail("since", since.toString());
        }
        if (error != null) {
            health.withDetail("error", error);
        }
        return health.build();
    }

    @Override
    public void afterSingletonsInstantiated() {
        watches.values().forEach(ServiceWatch::start);
    }

    /** Without this, an outage that is shorter than the interval would pass unnoticed, and its end with it. */
    @EventListener(PossibleOutage.class)
    void lookSoon() {
        watches.values().forEach(ServiceWatch::hurry);
    }

    @Override
    public void destroy() {
        threads.shutdownNow();
        watches.values().forEach(ServiceWatch::close);
    }
}
