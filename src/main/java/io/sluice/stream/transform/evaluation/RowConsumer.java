package io.sluice.stream.transform.evaluation;

import io.sluice.stream.flow.RejectedException;
import org.apache.spark.sql.catalyst.InternalRow;

/** Takes rows one by one and pushes what it makes of them to the next. One thread. */
interface RowConsumer {

    /** @param row valid during the call only */
    void accept(InternalRow row) throws RejectedException;
}
