package io.sluice.stream.store.postgres;

import io.sluice.stream.flow.OwnRows;
import io.sluice.stream.flow.SourceColumns;
import io.sluice.stream.flow.Store.Found;
import io.sluice.stream.flow.TargetNotes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What becomes of one table when its pipeline does not want it any more. */
record TableRemoval(TableAccess access, String table) {

    private static final String FIND = """
            SELECT c.oid::text, c.relkind::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = ? AND c.relname = ?""";

    /** The condition stands twice, for the parts of a partitioned table have rows with the same ctid. */
    private static final String REMOVE = """
            DELETE FROM %1$s WHERE ctid = ANY (ARRAY(SELECT ctid FROM %1$s WHERE %2$s LIMIT 200000)) AND %2$s""";

    /** Whoever asks waits for the answer. */
    private static final String BRIEFLY = "SET statement_timeout = '5s'";

    private static final String TIMED_OUT = "57014";
    private static final String NO_SUCH_COLUMN = "42703";

    Optional<Found> find() throws SQLException {
        try (Connection connection = access.connect()) {
            return find(connection);
        }
    }

    private Optional<Found> find(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(FIND)) {
            select.setString(1, PostgresNames.SCHEMA);
            select.setString(2, table);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(found(row.getString(1), row.getString(2))) : Optional.empty();
            }
        }
    }

    private static Found found(String oid, String kind) {
        return ExistingTable.isTable(kind)
                ? Found.ordinary(oid)
                : new Found(oid, Optional.of(ExistingTable.oddity(kind)));
    }

    OptionalLong count(@Nullable OwnRows own) throws SQLException {
        String sql = "SELECT count(*) FROM " + quoted() + (own == null ? "" : " WHERE " + ownRows());
        Optional<Long> count = briefly(
                sql,
                select -> {
                    if (own != null) {
                        bind(select, 1, own);
                    }
                },
                row -> row.getLong(1));
        return count.map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    boolean mayHold(List<String> topics) throws SQLException {
        String sql = "SELECT EXISTS (SELECT FROM " + quoted() + " WHERE " + PostgresNames.quote(SourceColumns.TOPIC)
                + " = ANY (?))";
        try {
            return briefly(sql, select -> bindTopics(select, 1, topics), row -> row.getBoolean(1))
                    .orElse(true);
        } catch (SQLException e) {
            if (NO_SUCH_COLUMN.equals(e.getSQLState())) {
                return false;
            }
            throw e;
        }
    }

    private interface Parameters {
        void set(PreparedStatement select) throws SQLException;
    }

    private interface Answer<T> {
        T of(ResultSet row) throws SQLException;
    }

    /** The first row of the answer; empty if there is none in time. */
    private <T> Optional<T> briefly(String sql, Parameters parameters, Answer<T> answer) throws SQLException {
        try (Connection connection = access.connect()) {
            TableAccess.execute(connection, BRIEFLY);
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                parameters.set(select);
                try (ResultSet row = select.executeQuery()) {
                    return row.next() ? Optional.of(answer.of(row)) : Optional.empty();
                }
            }
        } catch (SQLException e) {
            if (TIMED_OUT.equals(e.getSQLState())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    void drop(TargetNotes notes) throws SQLException {
        ifNoted(notes, "DROP TABLE " + quoted());
    }

    void setAside(String name, TargetNotes notes) throws SQLException {
        ifNoted(notes, "ALTER TABLE " + quoted() + " RENAME TO " + PostgresNames.quote(name));
    }

    private void ifNoted(TargetNotes notes, String sql) throws SQLException {
        access.inTransaction(table, connection -> {
            if (!isStill(connection, "ACCESS EXCLUSIVE", notes.in(connection), true)) {
                return false;
            }
            TableAccess.execute(connection, sql);
            notes.in(connection).forget();
            return true;
        });
    }

    /** The lock comes first, so that nobody puts another table in its place meanwhile. */
    private boolean isStill(Connection connection, String lock, TargetNotes notes, boolean made) throws SQLException {
        if (find(connection).filter(found -> found.oddity().isEmpty()).isEmpty()) {
            return false;
        }
        TableAccess.execute(connection, "LOCK TABLE " + quoted() + " IN " + lock + " MODE");
        String identity = find(connection).map(Found::identity).orElse("");
        return notes.read()
                .filter(n -> n.ours() && n.made() == made && n.isOf(identity))
                .isPresent();
    }

    /** In steps, so that a large table is done at last, however often that is interrupted. */
    void remove(OwnRows own, TargetNotes notes) throws SQLException {
        int removed;
        do {
            removed = access.inTransaction(table, connection -> removeSome(connection, own, notes.in(connection)));
        } while (removed > 0);
    }

    private int removeSome(Connection connection, OwnRows own, TargetNotes notes) throws SQLException {
        if (!isStill(connection, "ROW EXCLUSIVE", notes, false)) {
            return 0;
        }
        TableAccess.expectLong(connection);
        int removed;
        try (PreparedStatement delete = connection.prepareStatement(REMOVE.formatted(quoted(), ownRows()))) {
            bind(delete, 1, own);
            bind(delete, 3, own);
            removed = delete.executeUpdate();
        }
        notes.requireLease();
        return removed;
    }

    private String quoted() {
        return PostgresNames.table(table);
    }

    private static String ownRows() {
        return PostgresNames.quote(SourceColumns.TOPIC) + " = ANY (?) AND "
                + PostgresNames.quote(SourceColumns.INGESTED_AT) + " >= ?";
    }

    private static void bind(PreparedStatement statement, int first, OwnRows own) throws SQLException {
        bindTopics(statement, first, own.topics());
        statement.setObject(first + 1, own.since().atOffset(ZoneOffset.UTC));
    }

    private static void bindTopics(PreparedStatement statement, int at, List<String> topics) throws SQLException {
        statement.setArray(at, statement.getConnection().createArrayOf("text", topics.toArray()));
    }
}
