package io.sluice.pipeline.lifecycle;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.MDC.MDCCloseable;

/** Logs what happens to a pipeline: one line for each event, with the pipeline and the micro-batch as MDC. */
final class Journal {

    static final String PIPELINE = "pipeline";
    /** The last micro-batch that was committed; missing before the first of a run. */
    static final String BATCH = "batch";

    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

    private Journal() {}

    /** Marks whatever this thread logs until it is closed as being about the pipeline. */
    static MDCCloseable about(String pipeline) {
        return MDC.putCloseable(PIPELINE, pipeline);
    }

    /** Logs the change of the state; nothing if the state is the same. */
    static void tell(String pipeline, Condition before, Condition now) {
        if (before.state() == now.state()) {
            return;
        }
        String batch = batch(now);
        try (MDCCloseable about = about(pipeline);
                MDCCloseable at = batch == null ? null : MDC.putCloseable(BATCH, batch)) {
            line(pipeline, now);
        }
    }

    private static void line(String pipeline, Condition now) {
        switch (now.state()) {
            case CREATED, STARTING, STOPPING -> LOG.debug("Pipeline {} is {}", pipeline, now.state());
            case RUNNING -> LOG.info("Pipeline {} runs", pipeline);
            case STOPPED -> LOG.info("Pipeline {} is stopped", pipeline);
            case COMPLETED -> LOG.info("Pipeline {} has drained what was there and is completed", pipeline);
            case RETRYING ->
                LOG.warn(
                        "Pipeline {} failed, {} in a row, and tries again at {}: {}",
                        pipeline,
                        now.attempt(),
                        now.nextRetryAt(),
                        error(now));
            case FAILED ->
                LOG.warn(
                        "Pipeline {} failed and cannot run until its definition, its offsets or a target are changed: {}",
                        pipeline,
                        error(now));
        }
    }

    private static String error(Condition now) {
        LastError error = now.lastError();
        return error == null ? "no reason is known" : error.type() + ": " + error.message();
    }

    private static @Nullable String batch(Condition now) {
        Long last = now.lastFlow() == null ? null : now.lastFlow().batchId();
        return last == null ? null : last.toString();
    }
}
