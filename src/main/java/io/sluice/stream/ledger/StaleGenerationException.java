package io.sluice.stream.ledger;

/** The pipeline was started again, here or by another instance: this run must not write any more. */
public final class StaleGenerationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StaleGenerationException(String pipeline, long generation) {
        super("Pipeline %s was started again or deleted: generation %d may not write any more"
                .formatted(pipeline, generation));
    }
}
