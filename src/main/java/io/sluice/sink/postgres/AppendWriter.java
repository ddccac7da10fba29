package io.sluice.sink.postgres;

import io.sluice.flow.RejectedException;
import io.sluice.flow.SourceRecord;
import io.sluice.flow.StoreWriter;
import java.sql.SQLException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import org.postgresql.PGConnection;

/**
 * Copies rows straight into the table. Only where something is there already do they go by way of a staging table,
 * which tells a source position that is stored (the rows come again) from a violation of one of the user's own keys:
 * a row that comes again breaks all of them, and which one the server names is chance.
 */
final class AppendWriter implements StoreWriter {

    private final Refusals refusals;
    private final Chunk chunk;
    private final RowLog log = new RowLog();
    private final Staging staging;
    private final Savepoint savepoint;
    private final Isolation copying;
    private final Isolation loading;
    private final Isolation merging;
    /** Whether the last chunk held rows that were there already: then the next one probably does. */
    private boolean replaying;

    AppendWriter(Task task, MergeSql sql, StructType rows) throws SQLException {
        PGConnection postgres = task.ledger().unwrap(PGConnection.class);
        String copy = sql.copy();
        refusals = task.refusals();
        chunk = new Chunk(new RowEncoder(rows));
        staging = new Staging(task.ledger(), sql);
        savepoint = new Savepoint(task.ledger());
        copying = new Isolation(
                savepoint, (from, to) -> chunk.copy(postgres, copy, from, to), ServerFault::isDuplicate, this::refuse);
        loading =
                new Isolation(savepoint, (from, to) -> staging.load(chunk, from, to, 0), fault -> false, this::refuse);
        merging = new Isolation(savepoint, staging::merge, fault -> false, this::refuse);
    }

    @Override
    public void write(SourceRecord record, int ordinal, InternalRow row) throws SQLException {
        try {
            chunk.add(record, ordinal, row);
        } catch (RejectedException e) {
            refusals.refused(record, ordinal, e.reason());
            return;
        }
        log.add(record, ordinal);
        if (chunk.isFull()) {
            flush();
        }
    }

    @Override
    public void flush() throws SQLException {
        int rows = chunk.rows();
        int landed = replaying ? 0 : copying.run(0, rows);
        if (landed < rows) {
            mergeRest(landed, rows);
        }
        chunk.clear();
        log.clear();
    }

    @Override
    public void close() {
        chunk.clear();
        log.clear();
    }

    private void mergeRest(int from, int to) throws SQLException {
        staging.open();
        loading.run(from, to);
        int[] inserted = {0};
        ServerFault fault = savepoint.attempt(() -> inserted[0] = staging.merge(from, to));
        if (fault != null) {
            staging.index();
            merging.run(from, to);
        }
        replaying = inserted[0] < to - from;
        staging.clear();
    }

    private void refuse(String reason, int row) {
        log.refuse(row, reason, refusals);
    }
}
