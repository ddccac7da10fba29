package io.sluice.stream.transform;

/** The machine did not have the time to analyse a transform; that says nothing about the transform. */
public final class AnalysisUnfinishedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    AnalysisUnfinishedException(String message) {
        super(message);
    }
}
