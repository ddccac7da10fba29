package io.sluice.pipeline;

import java.time.Duration;
import org.springframework.stereotype.Component;

/** Passes news on to those pipelines that this instance runs. */
@Component
class Retries implements PipelineRetries {

    private final PipelineRegistry registry;

    Retries(PipelineRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void retryNow(Duration lately, boolean healed) {
        registry.ifOpen().forEach(pipeline -> pipeline.actor().retryNow(lately, healed));
    }
}
