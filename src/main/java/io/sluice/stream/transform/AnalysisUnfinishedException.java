package io.sluice.stream.transform;

/** The machine had not the time or the memory to analyse a transform; that says nothing about the transform. */
public final class AnalysisUnfinishedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    AnalysisUnfinishedException(String message) {
        super(message);
    }
}
