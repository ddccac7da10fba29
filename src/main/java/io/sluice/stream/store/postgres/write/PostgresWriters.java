package io.sluice.stream.store.postgres.write;

import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.SinkSpec.WriteMode;
import io.sluice.stream.store.RowCheck;
import io.sluice.stream.store.StoreWriter;
import io.sluice.stream.store.postgres.encode.CopyBuffer;
import io.sluice.stream.store.postgres.encode.RowEncoder;
import java.sql.Connection;
import java.sql.SQLException;
import org.apache.spark.sql.types.StructType;

/** Makes the writers of one sink, on executors. */
public record PostgresWriters(SinkSpec sink, StructType rows) implements StoreWriter.InLedger {

    private static final long serialVersionUID = 1L;

    private static final int KEPT_BYTES = 1 << 20;

    /** Makes what tells which rows cannot be written. */
    public static RowCheck check(SinkSpec sink, StructType rows) {
        UpsertColumns upsert = sink.mode() == WriteMode.UPSERT ? new UpsertColumns(sink, rows) : null;
        RowEncoder encoder = new RowEncoder(rows);
        CopyBuffer buffer = new CopyBuffer(KEPT_BYTES);
        return (record, ordinal, row) -> {
            if (upsert != null) {
                upsert.check(row);
            }
            try {
                encoder.encode(record, ordinal, row, buffer);
            } finally {
                buffer.clear(KEPT_BYTES, KEPT_BYTES);
            }
        };
    }

    @Override
    public StoreWriter open(Connection ledger, StoreWriter.Refusals refusals) throws SQLException {
        MergeSql sql = new MergeSql(sink, rows);
        return sink.mode() == WriteMode.APPEND
                ? new AppendWriter(ledger, refusals, sql, rows)
                : new UpsertWriter(ledger, refusals, sink, sql, rows);
    }
}
