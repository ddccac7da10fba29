package io.sluice.telemetry;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Spark's part in readiness: whether there is somebody who computes. */
final class SparkHealth implements HealthIndicator {

    private final SparkStatus spark;

    SparkHealth(SparkStatus spark) {
        this.spark = spark;
    }

    @Override
    public Health health() {
        Platform.Spark now = spark.now();
        Health.Builder health = now.reachable() ? Health.up() : Health.down();
        if (now.since() != null) {
            health.withDetail("since", now.since().toString());
        }
        if (now.lastError() != null) {
            health.withDetail("error", now.lastError());
        }
        return health.build();
    }
}
