package io.sluice.pipeline.lifecycle;

import io.swagger.v3.oas.annotations.media.Schema;

/** What a pipeline does at the moment. */
@Schema(
        enumAsRef = true,
        description =
                "What a pipeline does: it was never started; it is starting; it runs;"
                        + " it finishes the micro-batch in flight; it is stopped; it failed and waits for its next attempt;"
                        + " it failed and cannot run until its definition, its offsets or a target are changed; it drained what was there and ended.")
public enum PipelineState {
    /** It was never started. */
    CREATED,
    STARTING,
    RUNNING,
    /** The micro-batch in flight is being finished. */
    STOPPING,
    STOPPED,
    /** It failed and waits for its next attempt. */
    RETRYING,
    /** It cannot run until its definition, its offsets or a target are changed. */
    FAILED,
    /** It drained what was there and ended. */
    COMPLETED
}
