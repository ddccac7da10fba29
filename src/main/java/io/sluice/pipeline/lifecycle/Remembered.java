package io.sluice.pipeline.lifecycle;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How a pipeline was when the application last saw it. */
public record Remembered(
        DesiredState desired,
        PipelineState state,
        Instant since,
        @Nullable LastError lastError) {

    /** The memory of a pipeline that has just been created. */
    public static Remembered created(Instant now) {
        return new Remembered(DesiredState.STOPPED, PipelineState.CREATED, now, null);
    }

    /** Whether it is to run when the application starts. */
    boolean isToRun() {
        return desired == DesiredState.RUNNING && state != PipelineState.COMPLETED;
    }

    /** The state that is shown while nothing runs. */
    PipelineState atRest() {
        return switch (state) {
            case CREATED, FAILED, COMPLETED, STOPPED -> state;
            case STARTING, RUNNING, STOPPING, RETRYING -> PipelineState.STOPPED;
        };
    }
}
