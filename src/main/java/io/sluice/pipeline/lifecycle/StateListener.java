package io.sluice.pipeline.lifecycle;

/** Hears of the changes of pipelines' states. Thread-safe. */
@FunctionalInterface
public interface StateListener {

    /**
     * Called for each change, for those of one pipeline in their order. The pipeline's lock is held: it must return at
     * once, and neither block nor ask the pipeline anything.
     *
     * @param pipelineId another one for each pipeline, also for one that gets the name of another
     * @param now how it is since the change
     */
    void changed(long pipelineId, Condition now);
}
