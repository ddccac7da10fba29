package io.sluice.pipeline.lifecycle;

/** What a pipeline does at the moment. */
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
    /** It cannot run until somebody changes its definition or a target. */
    FAILED,
    /** It drained what was there and ended. */
    COMPLETED
}
