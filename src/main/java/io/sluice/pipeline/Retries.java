package io.sluice.pipeline;

import java.time.Instant;
import org.springframework.stereotype.Component;

/** Passes news on to those pipelines that this instance runs. */
@Component
class Retries implements PipelineRetries {

    private final PipelineRegistry registry;

    Retries(PipelineRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void retryNow(Instant since, boolean healed) {
        registry.ifOpen().forEach(pipeline -> pipeline.actor().retryNow(since, healed));
    }
}
