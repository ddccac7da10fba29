package io.sluice.engine;

/** A flow cannot run as it is defined; somebody has to change the definition or a target first. */
public final class FlowDefinitionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public FlowDefinitionException(String message) {
        super(message);
    }
}
