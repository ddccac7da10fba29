package io.sluice.access;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Sluice does not start, because strangers would get in. */
final class UnsafeStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String action;

    /**
     * @param message what would happen
     * @param action what to set instead
     */
    UnsafeStartException(String message, String action) {
        super(message);
        this.action = action;
    }

    String action() {
        return action;
    }

    /** Shows it as a message and not as a stack trace. */
    static final class Analyzer extends AbstractFailureAnalyzer<UnsafeStartException> {

        @Override
        protected FailureAnalysis analyze(Throwable rootFailure, UnsafeStartException cause) {
            return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.action(), rootFailure);
        }
    }
}
