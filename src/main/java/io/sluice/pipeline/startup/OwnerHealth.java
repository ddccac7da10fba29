package io.sluice.pipeline.startup;

import io.sluice.pipeline.catalogue.PipelineRegistry;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Whether this instance runs the pipelines. A standby is well, but has no service to offer. */
final class OwnerHealth implements HealthIndicator {

    private final PipelineRegistry registry;

    OwnerHealth(PipelineRegistry registry) {
        this.registry = registry;
    }

    @Override
    public Health health() {
        return registry.closedBecause()
                .map(why -> Health.outOfService().withDetail("error", why).build())
                .orElseGet(() -> Health.up().build());
    }
}
