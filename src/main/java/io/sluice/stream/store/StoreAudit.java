package io.sluice.stream.store;

import io.sluice.stream.flow.RejectedException;
import io.sluice.stream.flow.SinkSpec.WriteMode;
import io.sluice.stream.flow.SourceRecord;
import java.io.Serializable;
import java.sql.Connection;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Holds the rows that a store should have against those that it has, with the store's own idea of equal values, and
 * writes what it lacks. One instance serves one task, on one thread.
 *
 * <p>Rows are expected chunk by chunk: they are compared, perhaps repaired, and forgotten before the next chunk.
 */
public interface StoreAudit extends AutoCloseable {

    /**
     * Adds a row that the store should have.
     *
     * @param row valid during the call only
     * @throws RejectedException if the store cannot hold the row, which is then not expected
     */
    void expect(SourceRecord record, int ordinal, InternalRow row) throws Exception;

    /**
     * Compares what is expected with what the store has: in append mode at the positions of the span, which are those of the
     * chunk; in upsert mode under the keys that are expected, of each of which the newest row counts. There the store may
     * have a newer one, which may be of a record behind the range.
     */
    void compare(Span span, Differences differences) throws Exception;

    /**
     * Writes rows that the comparison named as missing or different, over what is there.
     *
     * @return how many of them the store has taken
     */
    int repair(List<RowAt> rows) throws Exception;

    /** Ends the chunk, after the ledger's transaction has been committed. */
    void forget() throws Exception;

    /** Gives back what the audit holds; the ledger's connection belongs to the caller. */
    @Override
    void close();

    /**
     * Offsets of a partition.
     *
     * @param until the first that does not belong to it
     */
    record Span(String topic, int partition, long from, long until) implements Serializable {

        public boolean contains(long offset) {
            return offset >= from && offset < until;
        }
    }

    /** A row of the span's partition: which record it comes of, and which of that record's rows it is, from 0. */
    record RowAt(long offset, int ordinal) implements Serializable {}

    /**
     * Hears how the store differs from what is expected. Where a key is asked for, it is that of the row in upsert mode, as a
     * text for each of its columns; else it is empty.
     */
    interface Differences {

        void missing(RowAt row, List<String> key);

        /**
         * The row at this place is another one; or, in upsert mode, that of the key is older.
         *
         * @param field the first that differs
         */
        void different(RowAt row, List<String> key, String field);

        void unexpected(RowAt row);

        /** The store itself says that it cannot hold this row. */
        void refused(RowAt row, String reason);

        /** In upsert mode: the row of the key is of this place, be it as it should be or not. */
        default void held(RowAt row) {}
    }

    /** Travels to the executors. */
    interface Factory extends Serializable {

        /** Whether repairs are a part of the ledger's transaction. */
        boolean isInLedger();

        /** How the sink's rows meet what is there. */
        WriteMode mode();

        /** @param ledger the task's connection, in a transaction that is committed after each chunk */
        StoreAudit open(Connection ledger) throws Exception;

        /** The same, whose reasons quote no value of a row. */
        default Factory discreet() {
            return this;
        }

        /** Finds rows that nobody expects, for a store whose comparison does not notice them; empty if it does. */
        default Optional<Walk> walk() {
            return Optional.empty();
        }
    }

    /** Finds all rows of some positions, whether they are expected or not; travels to the executors. */
    interface Walk extends Serializable {

        /**
         * Tells of each row that the store holds at positions of these spans, in no particular order.
         *
         * @param ledger a connection with a transaction of its own
         */
        void each(Connection ledger, Collection<Span> spans, Visitor visitor) throws Exception;
    }

    /** Hears of a row that a store holds. */
    interface Visitor {

        /** @param key as in {@link Differences} */
        void visit(String topic, int partition, RowAt row, List<String> key);
    }
}
