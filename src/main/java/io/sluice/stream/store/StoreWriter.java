package io.sluice.stream.store;

import io.sluice.stream.flow.SourceRecord;
import java.io.Serializable;
import java.sql.Connection;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Writes the rows of one task into one store. One instance serves one task, on one thread.
 *
 * <p>Every row handed over ends in exactly one of two ways by the time {@link #flush} returns: it is in the store (also
 * if it was there already), or it was named to {@link Refusals}. A failure of the store itself is an exception, and the
 * whole task runs again.
 */
public interface StoreWriter extends AutoCloseable {

    /**
     * @param ordinal counts the rows of one record from 0
     * @param row columns of the flow's output; valid during the call only
     */
    void write(SourceRecord record, int ordinal, InternalRow row) throws Exception;

    /** Begins to send what was written, so that other stores can be written to meanwhile; {@link #flush} follows. */
    default void push() throws Exception {}

    /** Makes everything written durable, as far as the ledger's transaction is for writers that write in it. */
    void flush() throws Exception;

    /** Gives back what the writer holds, without making anything durable. Nothing is under way to the store any more. */
    @Override
    void close();

    /** Hears of the rows that the store refuses. */
    interface Refusals {

        /** @param reason why the store cannot hold the row, for the dead letter */
        void refused(SourceRecord record, int ordinal, String reason);

        /** Whether no reason may quote a value of a row. */
        default boolean isDiscreet() {
            return false;
        }
    }

    /** Travels to the executors and makes a writer for each task there. */
    sealed interface Factory extends Serializable {}

    /** Makes writers that make rows durable by themselves, before the ledger counts them. */
    @FunctionalInterface
    non-sealed interface Alone extends Factory {
        StoreWriter open(Refusals refusals) throws Exception;
    }

    /** Makes writers whose rows are stored in the ledger's own transaction, and so with what it counts or not at all. */
    @FunctionalInterface
    non-sealed interface InLedger extends Factory {

        /**
         * @param ledger the task's open transaction; it is committed after every store has flushed, and closed
         *     by the task
         */
        StoreWriter open(Connection ledger, Refusals refusals) throws Exception;
    }
}
