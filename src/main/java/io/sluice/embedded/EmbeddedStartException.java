package io.sluice.embedded;

import java.io.IOException;
import java.nio.file.Path;

/** Something of the embedded stack cannot start; says what, and what the user can do. */
final class EmbeddedStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String action;

    EmbeddedStartException(String what, String action) {
        super(what);
        this.action = action;
    }

    private EmbeddedStartException(String what, String action, Throwable cause) {
        super(what, cause);
        this.action = action;
    }

    static EmbeddedStartException io(String what, Path directory, IOException cause) {
        String reason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return new EmbeddedStartException(
                "The embedded " + what + " cannot start in " + directory + ": " + reason,
                "Check that the directory can be written and has space, or name another in sluice.data-directory.",
                cause);
    }

    String action() {
        return action;
    }
}
