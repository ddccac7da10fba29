package io.sluice.stream.flow;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/** Applies a pipeline's SELECT to one record. One instance serves one task, on one thread. */
public interface RecordTransform {

    /**
     * @param decoded the columns of the source schema
     * @return the rows that the record yields, in order: none if it is filtered out. The list and its rows are valid
     *     until the next call.
     * @throws RejectedException if an expression fails on this record
     */
    List<InternalRow> apply(SourceRecord record, InternalRow decoded) throws RejectedException;

    /** Travels to the executors and makes a transform for each task there. */
    interface Factory extends Serializable {

        /** The columns of the rows that the transform yields. */
        StructType output();

        RecordTransform open();

        /** The same, whose reasons quote no value of a record. */
        default Factory discreet() {
            return this;
        }
    }
}
