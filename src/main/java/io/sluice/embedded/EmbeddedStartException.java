package io.sluice.embedded;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Something of the embedded stack cannot start; says what, and what the user can do. */
public final class EmbeddedStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String action;
    private final boolean killed;

    public EmbeddedStartException(String what, String action) {
        this(what, action, null);
    }

    public EmbeddedStartException(String what, String action, @Nullable Throwable cause) {
        super(what, cause);
        this.action = action;
        this.killed = false;
    }

    /** @param exit of the process that ended while it was starting */
    public EmbeddedStartException(String what, String action, int exit) {
        super(what + (ChildProcess.wasKilled(exit) ? " It was killed." : ""));
        this.action = action;
        this.killed = ChildProcess.wasKilled(exit);
    }

    /** Returns the exception for a server whose files cannot be made, read or written. */
    public static EmbeddedStartException files(String server, Path home, IOException cause) {
        return new EmbeddedStartException(
                "The embedded " + server + " cannot start in " + home + ": " + reason(cause),
                "Check that the directory can be written and has space, or name another in sluice.data-directory.",
                cause);
    }

    /** Returns the cause in words; Java's own message of the first three is the path alone. */
    static String reason(IOException cause) {
        if (cause instanceof AccessDeniedException) {
            return "no permission for " + cause.getMessage();
        }
        if (cause instanceof FileAlreadyExistsException) {
            return cause.getMessage() + " is in the way";
        }
        if (cause instanceof NoSuchFileException) {
            return cause.getMessage() + " is missing";
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    /** Returns whether the server was killed from outside, so that another start may well succeed. */
    boolean wasKilled() {
        return killed;
    }

    /** Returns what the user can do about it. */
    String action() {
        return action;
    }
}
