package io.sluice.telemetry;

import io.sluice.web.PossibleOutage;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.event.EventListener;

/**
 * Checks every service again and again, each on a thread of its own, so that asking how they are never waits for one
 * that is away. Thread-safe.
 */
final class PlatformMonitor implements SmartInitializingSingleton, DisposableBean {

    private final Map<Service, ServiceWatch> watches = new EnumMap<>(Service.class);
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

    PlatformMonitor(Map<Service, Check> checks, Duration interval, Clock clock, News news) {
        this.clock = clock;
        threads = Executors.newScheduledThreadPool(checks.size(), task -> {
            Thread thread = new Thread(task, "platform-monitor");
            thread.setDaemon(true);
            return thread;
        });
        checks.forEach((service, check) ->
                watches.put(service, new ServiceWatch(service, check, interval, clock, news, threads)));
    }

    /** How the service was when it was checked last; never blocks. */
    Reachability of(Service service) {
        ServiceWatch watch = watches.get(service);
        return watch == null ? Reachability.unknown(clock.instant()) : watch.seen();
    }

    @Override
    public void afterSingletonsInstantiated() {
        watches.values().forEach(ServiceWatch::start);
    }

    /** Else an outage that is shorter than the interval would pass unnoticed, and nobody be told of its end. */
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
