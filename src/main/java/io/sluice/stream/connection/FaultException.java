package io.sluice.stream.connection;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A service could not be used; the message is the fault's sentence. */
public final class FaultException extends IOException {

    private static final long serialVersionUID = 1L;

    private final Step step;

    FaultException(Fault fault, @Nullable Throwable cause) {
        super(fault.sentence(), cause);
        step = fault.step();
    }

    public Step step() {
        return step;
    }
}
