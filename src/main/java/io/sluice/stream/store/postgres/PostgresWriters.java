package io.sluice.stream.store.postgres;

import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.StoreWriter;
import io.sluice.stream.flow.WriteMode;
import java.sql.SQLException;
import org.apache.spark.sql.types.StructType;

/** Makes the writers of one sink, on executors. */
record PostgresWriters(SinkSpec sink, StructType rows) implements StoreWriter.Factory {

    private static final long serialVersionUID = 1L;

    @Override
    public StoreWriter open(StoreWriter.Task task) throws SQLException {
        MergeSql sql = new MergeSql(sink, rows);
        return sink.mode() == WriteMode.APPEND
                ? new AppendWriter(task, sql, rows)
                : new UpsertWriter(task, sink, sql, rows);
    }
}
