package io.sluice.pipeline.lifecycle;

import java.time.Instant;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/**
 * Why a pipeline failed the last time.
 *
 * @param type the simple name of the exception
 * @param message one line for people
 */
public record LastError(String type, String message, Instant at) {

    private static final int LONGEST = 2_000;

    static LastError of(Throwable failure, Instant at) {
        Throwable cause = unwrap(failure);
        return new LastError(cause.getClass().getSimpleName(), line(cause), at);
    }

    static Throwable unwrap(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** Spark writes stack traces and plans into its messages; what went wrong stands in their first line. */
    private static String line(Throwable failure) {
        String message =
                failure.getMessage() == null ? "" : failure.getMessage().strip();
        String line = message.lines().findFirst().orElse("no message").replaceAll("\\p{Cntrl}", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
