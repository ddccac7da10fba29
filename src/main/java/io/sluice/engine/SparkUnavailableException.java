package io.sluice.engine;

/** Spark cannot run anything now; Sluice keeps trying. */
public final class SparkUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message what is wrong and what the operator can do */
    public SparkUnavailableException(String message) {
        super(message);
    }
}
