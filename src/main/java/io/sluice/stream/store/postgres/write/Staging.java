package io.sluice.stream.store.postgres.write;

import io.sluice.stream.jdbc.Sql;
import io.sluice.stream.store.postgres.layout.PostgresNames;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.ObjIntConsumer;
import org.postgresql.PGConnection;
import org.postgresql.PGStatement;

/**
 * A temporary table beside the sink's, from which rows are merged where a plain COPY would meet rows already there. It
 * has the written columns' types and nothing else of the table, a number for each row, and goes with the transaction.
 */
final class Staging {

    /** How many rows one statement sifts: it ends long before the connection runs out of patience. */
    private static final int SIFTED_AT_ONCE = 20_000;

    private final Connection connection;
    private final PGConnection postgres;
    private final MergeSql sql;
    private final String table;
    private final String refusedTable;
    private boolean open;
    private boolean siftable;
    /** Whether what is new can be inserted before what meets another row. */
    private boolean newFirst;

    Staging(Connection connection, MergeSql sql) throws SQLException {
        this.connection = connection;
        this.postgres = connection.unwrap(PGConnection.class);
        this.sql = sql;
        this.table = "sluice_" + UUID.randomUUID().toString().replace("-", "");
        this.refusedTable = table + "_refused";
    }

    /** Its name, unquoted. */
    String table() {
        return table;
    }

    /** Makes the table if there is none yet; outside of any savepoint, lest a rollback takes it away. */
    void open() throws SQLException {
        if (!open) {
            Sql.execute(connection, sql.createStaging(table));
            open = true;
        }
    }

    /** @param base what is added to a row's index in the chunk to make its number */
    void load(Chunk chunk, int from, int to, int base) throws SQLException {
        List<String> columns = new ArrayList<>(sql.columns());
        columns.add(sql.number());
        chunk.copyNumbered(postgres, MergeSql.copy(PostgresNames.quote(table), columns), from, to, base);
    }

    /**
     * Merges the rows of these numbers, without the last, or none of them.
     *
     * @return how many rows of the target it inserted or updated
     */
    int merge(int from, int to) throws SQLException {
        try (PreparedStatement merge = connection.prepareStatement(sql.merge(table, sql.range("?", "?")))) {
            // A named statement would stay behind on a pooled connection.
            merge.unwrap(PGStatement.class).setPrepareThreshold(0);
            merge.setInt(1, from);
            merge.setInt(2, to);
            return merge.executeUpdate();
        }
    }

    /**
     * Merges those rows of these numbers, without the last, that can be merged, and names the others by number.
     *
     * @param isDiscreet whether no reason may quote a value of a row
     */
    void sift(int from, int to, boolean isDiscreet, ObjIntConsumer<String> refused) throws SQLException {
        if (!siftable) {
            prepareSifting();
            siftable = true;
        }
        for (int at = from; at < to; at += SIFTED_AT_ONCE) {
            Sql.execute(
                    connection,
                    SieveSql.block(sql, table, refusedTable, newFirst, at, Math.min(to, at + SIFTED_AT_ONCE)));
        }
        String select = "SELECT number, state, message, detail FROM " + refusedTable + " ORDER BY number";
        Sql.each(
                connection,
                select,
                row -> refused.accept(
                        ServerFault.reason(row.getString(2), row.getString(3), row.getString(4), isDiscreet),
                        row.getInt(1)));
        Sql.execute(connection, "TRUNCATE " + refusedTable);
    }

    void clear() throws SQLException {
        if (open) {
            Sql.execute(connection, "TRUNCATE " + PostgresNames.quote(table));
        }
    }

    private void prepareSifting() throws SQLException {
        Sql.execute(
                connection,
                "CREATE INDEX ON " + PostgresNames.quote(table) + " (" + PostgresNames.quote(sql.number()) + ")");
        Sql.execute(connection, MergeSql.createRefused(refusedTable));
        newFirst = Sql.first(connection, sql.allowsInsertWhatIsNew(), answer -> answer.getBoolean(1))
                .orElse(false);
    }
}
