package io.sluice.engine;

import io.sluice.stream.flow.Mask;
import io.sluice.stream.flow.SourceRecord;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A flow that is tried on one record after another, decoded and transformed as its tasks do it. It has a thread of its
 * own, which an expression that takes for ever keeps until it is done. Serves one thread.
 */
public interface Rehearsal extends AutoCloseable {

    /** The columns of the rows that the flow yields. */
    StructType output();

    /** What is masked of the rows that the flow yields. */
    Mask rowMask();

    /**
     * What would become of the record.
     *
     * @param patience how long its expressions may take
     * @throws UnfinishedException if they take longer, or did so for a record before
     */
    Rehearsed of(SourceRecord record, Duration patience) throws InterruptedException;

    /**
     * Which conditions of the transform keep the record from yielding a row.
     *
     * @param record that was filtered out
     * @param patience as above
     * @throws UnfinishedException as above
     */
    List<FilteredBy> filteredBy(SourceRecord record, Duration patience) throws InterruptedException;

    /**
     * A condition that does not hold.
     *
     * @param condition as it is written, one conjunct of WHERE; or what makes rows of elements, of which there are none
     * @param value what it is: {@code false}, {@code NULL}, {@code no row}, or why it fails
     */
    record FilteredBy(String condition, String value) {}

    /** Completes once it is closed and no expression of it is at work any more. */
    CompletableFuture<@Nullable Void> ended();

    /** Does not wait for an expression that is still at work. */
    @Override
    void close();

    /** The expressions did not come to an end in time, which says nothing about the record. */
    final class UnfinishedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        /** @param message says what took how long */
        public UnfinishedException(String message) {
            super(message);
        }
    }
}
