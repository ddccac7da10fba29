package io.sluice.stream.store;

import io.sluice.stream.flow.RejectedException;
import io.sluice.stream.flow.SourceRecord;
import org.apache.spark.sql.catalyst.InternalRow;

/** What a store refuses of rows by itself, by the very code that encodes them, before any server is asked. One thread. */
@FunctionalInterface
public interface RowCheck {

    /** @throws RejectedException if the store cannot hold the row, with the reason of the dead letter */
    void check(SourceRecord record, int ordinal, InternalRow row) throws RejectedException;
}
