package io.sluice.stream.store.postgres.write;

import io.sluice.stream.flow.RejectedException;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.store.StoreWriter;
import io.sluice.stream.store.postgres.encode.RowEncoder;
import java.sql.Connection;
import java.sql.SQLException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/**
 * Gathers the rows of the whole task in a staging table, then merges them in the order of the key. A task too large
 * for that merges in steps, one such task at a time.
 */
final class UpsertWriter implements StoreWriter {

    private static final int MAX_STAGED_ROWS = 200_000;

    /** How many bytes of records are kept for their refusals. */
    private static final long MAX_STAGED_BYTES = 64L << 20;

    private final UpsertColumns columns;
    private final Refusals refusals;
    private final Chunk chunk;
    private final RowLog log = new RowLog();
    private final Staging staging;
    private final Savepoint savepoint;
    private final UpsertLock lock;
    private final Isolation loading;
    private boolean alone;

    UpsertWriter(Connection ledger, Refusals refusals, SinkSpec sink, MergeSql sql, StructType rows)
            throws SQLException {
        columns = new UpsertColumns(sink, rows);
        this.refusals = refusals;
        chunk = new Chunk(new RowEncoder(rows));
        staging = new Staging(ledger, sql);
        savepoint = new Savepoint(ledger);
        lock = new UpsertLock(ledger, sink.target());
        loading = new Isolation(
                savepoint,
                (from, to) -> staging.load(chunk, from, to, log.size() - chunk.rows()),
                fault -> false,
                refusals.isDiscreet(),
                (reason, row) -> refuse(reason, log.size() - chunk.rows() + row));
    }

    @Override
    public void write(SourceRecord record, int ordinal, InternalRow row) throws SQLException {
        try {
            columns.check(row);
            chunk.add(record, ordinal, row);
        } catch (RejectedException e) {
            refusals.refused(record, ordinal, e.reason());
            return;
        }
        log.add(record, ordinal);
        if (chunk.isFull()) {
            stage();
        }
    }

    @Override
    public void flush() throws SQLException {
        stage();
        merge(alone);
    }

    @Override
    public void close() {
        chunk.clear();
        log.clear();
    }

    private void stage() throws SQLException {
        if (chunk.rows() > 0) {
            staging.open();
            loading.run(0, chunk.rows());
            chunk.clear();
        }
        if (log.size() >= MAX_STAGED_ROWS || log.bytes() >= MAX_STAGED_BYTES) {
            merge(true);
        }
    }

    /** A failed merge gives its locks back with the savepoint; what follows locks rows in no order, so alone. */
    private void merge(boolean exclusively) throws SQLException {
        if (log.size() == 0) {
            return;
        }
        alone = exclusively;
        ServerFault fault = savepoint.attempt(() -> {
            lock();
            staging.merge(0, log.size());
        });
        if (fault != null) {
            alone = true;
            lock();
            staging.sift(0, log.size(), refusals.isDiscreet(), this::refuse);
        }
        staging.clear();
        log.clear();
    }

    private void lock() throws SQLException {
        if (alone) {
            lock.exclusive();
        } else {
            lock.shared();
        }
    }

    private void refuse(String reason, int row) {
        log.refuse(row, reason, refusals);
    }
}
