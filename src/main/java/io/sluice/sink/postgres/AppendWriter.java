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

    private static final int MAX_STRETCH = 1 << 20;

    private final Refusals refusals;
    private final Chunk chunk;
    private final RowLog log = new RowLog();
    private final Staging staging;
    private final Savepoint savepoint;
    private final Isolation copying;
    private final Isolation loading;
    private final Isolation merging;
    /** How many rows to merge at once, more the longer they prove to be there already; 0 while rows are new. */
    private int stretch;

    private int inserted;
    private int refused;

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
        merging = new Isolation(savepoint, this::insert, fault -> false, this::refuse);
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
        for (int at = 0; at < rows; ) {
            at = stretch == 0 ? copying.run(at, rows) : at;
            at = at < rows ? merge(at, Math.min(rows, at + Math.max(1, stretch))) : rows;
        }
        chunk.clear();
        log.clear();
    }

    @Override
    public void close() {
        chunk.clear();
        log.clear();
    }

    private int merge(int from, int to) throws SQLException {
        staging.open();
        inserted = 0;
        refused = 0;
        loading.run(from, to);
        ServerFault fault = savepoint.attempt(() -> insert(from, to));
        if (fault != null) {
            staging.index(to - from);
            merging.run(from, to);
        }
        staging.clear();
        boolean there = inserted == 0 && refused < to - from;
        int next = fault == null ? 2 * stretch : stretch / 2;
        stretch = there ? Math.max(1, Math.min(next, MAX_STRETCH)) : 0;
        return to;
    }

    private void insert(int from, int to) throws SQLException {
        inserted += staging.merge(from, to);
    }

    private void refuse(String reason, int row) {
        refused++;
        log.refuse(row, reason, refusals);
    }
}
