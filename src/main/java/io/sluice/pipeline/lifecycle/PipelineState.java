package io.sluice.pipeline.lifecycle;

import io.swagger.v3.oas.annotations.media.Schema;

/** What a pipeline does at the moment. */
@Schema(enumAsRef = true)
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
