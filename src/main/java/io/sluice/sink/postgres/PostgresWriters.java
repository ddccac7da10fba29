package io.sluice.sink.postgres;

import io.sluice.flow.SinkSpec;
import io.sluice.flow.StoreWriter;
import io.sluice.flow.WriteMode;
import java.sql.SQLException;
import java.sql.Statement;
import org.apache.spark.sql.types.StructType;

/** Makes the writers of one sink, on executors. */
record PostgresWriters(SinkSpec sink, StructType rows) implements StoreWriter.Factory {

    private static final long serialVersionUID = 1L;

    /** A constraint that waits for the commit could not be laid at the door of a row: none waits. */
    @Override
    public StoreWriter open(StoreWriter.Task task) throws SQLException {
        try (Statement statement = task.ledger().createStatement()) {
            statement.execute("SET CONSTRAINTS ALL IMMEDIATE");
        }
        MergeSql sql = new MergeSql(sink, rows);
        return sink.mode() == WriteMode.APPEND
                ? new AppendWriter(task, sql, rows)
                : new UpsertWriter(task, sink, sql, rows);
    }
}
