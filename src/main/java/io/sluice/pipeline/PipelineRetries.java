package io.sluice.pipeline;

import java.time.Instant;

/** Whoever watches the services tells here what pipelines may have waited for. Thread-safe. */
public interface PipelineRetries {

    /**
     * Lets pipelines that failed since then, and wait for their next attempt, make it now. Never blocks.
     *
     * @param healed whether a service is back, so that their failures do not count any more; else there is only more to
     *     be known of why it is away
     */
    void retryNow(Instant since, boolean healed);
}
