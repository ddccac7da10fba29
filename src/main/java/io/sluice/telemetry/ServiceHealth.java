package io.sluice.telemetry;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** A service's part in readiness, as the monitor saw it last. */
final class ServiceHealth implements HealthIndicator {

    private final PlatformMonitor monitor;
    private final Service service;

    ServiceHealth(PlatformMonitor monitor, Service service) {
        this.monitor = monitor;
        this.service = service;
    }

    @Override
    public Health health() {
        Reachability now = monitor.of(service);
        Health.Builder health = now.reachable() ? Health.up() : Health.down();
        health.withDetail("since", now.since().toString());
        if (!now.reachable() && now.lastError() != null) {
            health.withDetail("error", now.lastError());
        }
        return health.build();
    }
}
