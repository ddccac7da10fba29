package io.sluice.stream.store.postgres.write;

import io.sluice.stream.flow.RejectedException;
import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.store.StoreWriter;
import io.sluice.stream.store.postgres.encode.RowEncoder;
import java.sql.Connection;
import java.sql.SQLException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import org.postgresql.PGConnection;

/**
 * Copies rows straight into the table. Where something is there already, or a fault comes without its line, they go by
 * way of a staging table: that tells a source position that is stored (the rows come again) from a violation of one of
 * the user's own keys (a row that comes again breaks all of them, and which one the server names is chance), and sifts
 * on the server.
 */
final class AppendWriter implements StoreWriter {

    private final Refusals refusals;
    private final Chunk chunk;
    private final RowLog log = new RowLog();
    private final Staging staging;
    private final Savepoint savepoint;
    private final Isolation copying;
    private final Isolation loading;
    /** Whether the last rows were not simply new, so that the next ones are staged right away. */
    private boolean staged;
    /** Whether the last rows had to be sifted, so that the next ones are sifted right away. */
    private boolean sifted;

    private int refused;
    private int merged;

    AppendWriter(Connection ledger, Refusals refusals, MergeSql sql, StructType rows) throws SQLException {
        PGConnection postgres = ledger.unwrap(PGConnection.class);
        String copy = sql.copy();
        this.refusals = refusals;
        chunk = new Chunk(new RowEncoder(rows));
        staging = new Staging(ledger, sql);
        savepoint = new Savepoint(ledger);
        copying = new Isolation(
                savepoint,
                (from, to) -> chunk.copy(postgres, copy, from, to),
                fault -> fault.isDuplicate() || fault.line() == 0,
                refusals.isDiscreet(),
                this::refuse);
        loading = new Isolation(
                savepoint,
                (from, to) -> staging.load(chunk, from, to, 0),
                fault -> false,
                refusals.isDiscreet(),
                this::refuse);
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
        int copied = staged ? 0 : copying.run(0, rows);
        if (copied < rows) {
            stage(copied, rows);
        }
        chunk.clear();
        log.clear();
    }

    @Override
    public void close() {
        chunk.clear();
        log.clear();
    }

    private void stage(int from, int to) throws SQLException {
        staging.open();
        refused = 0;
        loading.run(from, to);
        int loaded = to - from - refused;
        if (!sifted) {
            ServerFault fault = savepoint.attempt(() -> merged = staging.merge(from, to));
            sifted = fault != null;
            staged = merged < loaded;
        }
        if (sifted) {
            refused = 0;
            staging.sift(from, to, refusals.isDiscreet(), this::refuse);
            staged = true;
            sifted = refused > 0;
        }
        staging.clear();
    }

    private void refuse(String reason, int row) {
        refused++;
        log.refuse(row, reason, refusals);
    }
}
