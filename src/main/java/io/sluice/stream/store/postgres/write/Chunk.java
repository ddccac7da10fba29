package io.sluice.stream.store.postgres.write;

import io.sluice.stream.flow.RejectedException;
import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.jdbc.SendDeadline;
import io.sluice.stream.store.postgres.encode.CopyBuffer;
import io.sluice.stream.store.postgres.encode.RowEncoder;
import java.sql.Connection;
import java.sql.SQLException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Encoded rows that wait for their COPY. */
final class Chunk {

    /** Large enough that the round trips of a COPY do not count, small enough for the heap of many tasks. */
    private static final int MAX_BYTES = 4 << 20;

    private static final int MAX_ROWS = 20_000;

    /** Between these pieces the driver looks whether the server has given up already. */
    private static final int PIECE = 256 << 10;

    private final RowEncoder encoder;
    private final CopyBuffer buffer = new CopyBuffer(64 << 10);
    private final int[] ends = new int[MAX_ROWS];
    private int rows;

    Chunk(RowEncoder encoder) {
        this.encoder = encoder;
    }

    /** @throws RejectedException if Postgres cannot hold a value; the chunk is as before */
    void add(SourceRecord record, int ordinal, InternalRow row) throws RejectedException {
        try {
            encoder.encode(record, ordinal, row, buffer);
            ends[rows++] = buffer.length();
        } catch (RejectedException e) {
            buffer.truncate(start(rows));
            throw e;
        }
    }

    int rows() {
        return rows;
    }

    boolean isFull() {
        return rows == MAX_ROWS || buffer.length() >= MAX_BYTES;
    }

    void clear() {
        rows = 0;
        buffer.clear(4 * MAX_BYTES, MAX_BYTES);
    }

    /** Sends the rows from one to another, without the last. */
    void copy(PGConnection connection, String sql, int from, int to) throws SQLException {
        send(connection, sql, buffer, start(from), start(to));
    }

    /** The same, with a number more at the end of each line: the row's own plus {@code base}. */
    void copyNumbered(PGConnection connection, String sql, int from, int to, int base) throws SQLException {
        CopyBuffer numbered = new CopyBuffer(start(to) - start(from) + 12 * (to - from));
        for (int row = from; row < to; row++) {
            numbered.raw(buffer.bytes(), start(row), start(row + 1) - 1);
            numbered.put('\t');
            numbered.number(base + row);
            numbered.put('\n');
        }
        send(connection, sql, numbered, 0, numbered.length());
    }

    private int start(int row) {
        return row == 0 ? 0 : ends[row - 1];
    }

    private static void send(PGConnection connection, String sql, CopyBuffer data, int from, int to)
            throws SQLException {
        CopyIn copy = connection.getCopyAPI().copyIn(sql);
        try (SendDeadline deadline = SendDeadline.on((Connection) connection)) {
            for (int at = from; at < to; at += PIECE) {
                copy.writeToCopy(data.bytes(), at, Math.min(PIECE, to - at));
            }
            copy.endCopy();
        } catch (SQLException e) {
            cancel(copy, e);
            throw e;
        }
    }

    /** The driver expects an error in answer to a cancel, and complains if the server had sent it before. */
    private static void cancel(CopyIn copy, SQLException cause) {
        try {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }
}
