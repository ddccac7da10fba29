package io.sluice.stream.flow;

import java.io.Serializable;
import java.time.Duration;

/**
 * When micro-batches run.
 *
 * @param interval between the starts of two micro-batches; zero means as fast as possible. For
 *     {@link Mode#CONTINUOUS} the time between two checkpoints; without meaning for {@link Mode#AVAILABLE_NOW}.
 */
public record TriggerSpec(Mode mode, Duration interval) implements Serializable {

    /** How a flow consumes. */
    public enum Mode {
        PROCESSING_TIME,
        /** Drains what is there, then ends. */
        AVAILABLE_NOW,
        CONTINUOUS
    }
}
