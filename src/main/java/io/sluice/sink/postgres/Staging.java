package io.sluice.sink.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.postgresql.PGConnection;
import org.postgresql.PGStatement;

/**
 * A temporary table beside the sink's, from which rows are merged where a plain COPY would meet rows already there. It
 * has the written columns' types and nothing else of the table, a number for each row, and goes with the transaction.
 */
final class Staging {

    private final Connection connection;
    private final PGConnection postgres;
    private final MergeSql sql;
    private final String table;
    private boolean open;
    private boolean indexed;

    Staging(Connection connection, MergeSql sql) throws SQLException {
        this.connection = connection;
        this.postgres = connection.unwrap(PGConnection.class);
        this.sql = sql;
        this.table = "sluice_" + UUID.randomUUID().toString().replace("-", "");
    }

    /** Makes the table if there is none yet; outside of any savepoint, lest a rollback takes it away. */
    void open() throws SQLException {
        if (!open) {
            execute(sql.createStaging(table));
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
     * Merges the rows of these numbers, without the last.
     *
     * @return how many rows of the target it inserted or updated
     */
    int merge(int from, int to) throws SQLException {
        try (PreparedStatement merge = connection.prepareStatement(sql.merge(table))) {
            // A named statement would stay behind on a pooled connection.
            merge.unwrap(PGStatement.class).setPrepareThreshold(0);
            merge.setInt(1, from);
            merge.setInt(2, to);
            return merge.executeUpdate();
        }
    }

    /**
     * Makes merges of few rows out of many cheap; not under a savepoint.
     *
     * @param rows how many there are: few are found as fast without
     */
    void index(int rows) throws SQLException {
        if (rows > 256 && !indexed) {
            execute("CREATE INDEX ON " + PostgresNames.quote(table) + " (" + PostgresNames.quote(sql.number()) + ")");
            indexed = true;
        }
    }

    void clear() throws SQLException {
        if (open) {
            execute("TRUNCATE " + PostgresNames.quote(table));
        }
    }

    private void execute(String statement) throws SQLException {
        try (Statement work = connection.createStatement()) {
            work.execute(statement);
        }
    }
}
