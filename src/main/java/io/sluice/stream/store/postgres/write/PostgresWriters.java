package io.sluice.stream.store.postgres.write;

import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.SinkSpec.WriteMode;
import io.sluice.stream.store.StoreWriter;
import java.sql.Connection;
import java.sql.SQLException;
import org.apache.spark.sql.types.StructType;

/** Makes the writers of one sink, on executors. */
public record PostgresWriters(SinkSpec sink, StructType rows) implements StoreWriter.InLedger {

    private static final long serialVersionUID = 1L;

    @Override
    public StoreWriter open(Connection ledger, StoreWriter.Refusals refusals) throws SQLException {
        MergeSql sql = new MergeSql(sink, rows);
        return sink.mode() == WriteMode.APPEND
                ? new AppendWriter(ledger, refusals, sql, rows)
                : new UpsertWriter(ledger, refusals, sink, sql, rows);
    }
}
