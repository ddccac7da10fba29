package io.sluice.stream.flow;

import java.io.Serializable;
import org.apache.spark.sql.catalyst.InternalRow;

/** Turns a row of the streaming source into a record. One instance serves one task, on one thread. */
public interface RecordReader {

    /** @param row reused by the source; the record keeps nothing of it */
    SourceRecord read(InternalRow row);

    /** Travels to the executors and makes a reader for each task there. */
    interface Factory extends Serializable {
        RecordReader open();
    }
}
