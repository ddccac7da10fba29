package io.sluice.engine;

import org.jspecify.annotations.Nullable;

/** A flow cannot run as it is; somebody has to change its definition, its positions or a target first. */
public final class FlowDefinitionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Obstacle obstacle;
    private final @Nullable String pipeline;

    /** What stands in the way; whoever offers orders to users says which of them helps. */
    public enum Obstacle {
        /** The definition, or a target as it is: the message says what to change. */
        DEFINITION,
        /** What the flow has to read next is not in Kafka any more, or never was. */
        LOST_POSITION,
        /** A topic was deleted and created again, so that offsets are not what they were. */
        OTHER_TOPIC,
        /** A target is gone with what was stored in it. */
        LOST_TARGET,
        /** A store has gone back to an older state, so that it lacks what was stored. */
        STORE_WENT_BACK,
        /** A store has what this ledger knows nothing of. */
        UNKNOWN_TO_LEDGER
    }

    /** The definition itself is the obstacle, or a target as it is. */
    public FlowDefinitionException(String message) {
        super(message);
        this.obstacle = Obstacle.DEFINITION;
        this.pipeline = null;
    }

    /** @param message what is wrong, in whole sentences, without what can be done about it */
    public FlowDefinitionException(Obstacle obstacle, FlowRun run, String message) {
        super(message);
        this.obstacle = obstacle;
        this.pipeline = run.name();
    }

    public Obstacle obstacle() {
        return obstacle;
    }

    /** The name of the pipeline; null if the definition is the obstacle. */
    public @Nullable String pipeline() {
        return pipeline;
    }
}
