package io.sluice.stream.format;

import io.sluice.stream.column.StorableTimes;
import io.sluice.stream.flow.RejectedException;
import java.io.Serializable;
import org.apache.spark.sql.catalyst.InternalRow;
import org.jspecify.annotations.Nullable;

/** Turns a record's bytes into a row of the source schema. One instance serves one task, on one thread. */
public interface RecordDecoder {

    /**
     * @param value the record's bytes, null for a tombstone
     * @return the columns of the schema in Spark's internal types; the row may be reused by the next call. Nobody looks
     *     at its values again: text is valid UTF-8, no map has a key twice, and all times are {@link StorableTimes}
     * @throws RejectedException if the bytes do not fit the schema without loss
     */
    InternalRow decode(byte @Nullable [] value) throws RejectedException;

    /**
     * What was read of the last value, which was rejected: the columns that were read are set, the others are null. Valid
     * until the next call.
     *
     * @return null if that is not known
     */
    default @Nullable InternalRow partial() {
        return null;
    }

    /** Travels to the executors and makes a decoder for each task there. */
    interface Factory extends Serializable {
        RecordDecoder open();
    }
}
