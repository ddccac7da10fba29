package io.sluice.stream.task;

import java.io.IOException;

/** A task could not write; it has changed nothing, and runs again. */
public final class FlowWriteException extends IOException {

    private static final long serialVersionUID = 1L;

    FlowWriteException(String message, Throwable cause) {
        super(message, cause);
    }
}
