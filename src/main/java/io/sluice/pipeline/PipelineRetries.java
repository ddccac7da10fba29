package io.sluice.pipeline;

import java.time.Duration;

/** Hears from what watches the services that there is news which pipelines may have waited for. Thread-safe. */
public interface PipelineRetries {

    /**
     * Lets pipelines that failed lately, and wait for their next attempt, make it now. Never blocks.
     *
     * @param lately how long ago they failed at most
     * @param healed whether a service is back, so that their failures do not count any more; else there is only more to
     *     be known of why it is away
     */
    void retryNow(Duration lately, boolean healed);
}
