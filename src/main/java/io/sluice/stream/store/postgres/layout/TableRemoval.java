package io.sluice.stream.store.postgres.layout;

import io.sluice.stream.column.SourceColumns;
import io.sluice.stream.jdbc.Sql;
import io.sluice.stream.store.OwnRows;
import io.sluice.stream.store.Store.Found;
import io.sluice.stream.store.TargetNotes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What becomes of one table when its pipeline does not want it any more. */
public record TableRemoval(TableAccess access, String table) {

    private static final String FIND = """
            SELECT c.oid::text, c.relkind::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = ? AND c.relname = ?""";

    /** The condition stands twice, for the parts of a partitioned table have rows with the same ctid. */
    private static final String REMOVE = """
            DELETE FROM %1$s WHERE ctid = ANY (ARRAY(SELECT ctid FROM %1$s WHERE %2$s LIMIT 200000)) AND %2$s""";

    private static final String NO_SUCH_COLUMN = "42703";

    public Optional<Found> find() throws SQLException {
        return access.ask(this::find);
    }

    private Optional<Found> find(Connection connection) throws SQLException {
        return Sql.first(
                connection, FIND, row -> found(row.getString(1), row.getString(2)), PostgresNames.SCHEMA, table);
    }

    private static Found found(String oid, String kind) {
        return ExistingTable.isTable(kind)
                ? Found.ordinary(oid)
                : new Found(oid, Optional.of(ExistingTable.oddity(kind)));
    }

    public OptionalLong count(@Nullable OwnRows own) throws SQLException {
        String sql = "SELECT count(*) FROM " + quoted() + (own == null ? "" : " WHERE " + ownRows());
        Object[] parameters = own == null ? new Object[0] : new Object[] {topics(own.topics()), since(own)};
        Optional<Long> count =
                access.ask(connection -> Sql.briefly(connection, sql, row -> row.getLong(1), parameters));
        return count.map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    public boolean mayHold(List<String> topics) throws SQLException {
        String sql = "SELECT EXISTS (SELECT FROM " + quoted() + " WHERE " + PostgresNames.quote(SourceColumns.TOPIC)
                + " = ANY (?))";
        try {
            Optional<Boolean> held = access.ask(
                    connection -> Sql.briefly(connection, sql, row -> row.getBoolean(1), (Object) topics(topics)));
            return held.orElse(true);
        } catch (SQLException e) {
            if (NO_SUCH_COLUMN.equals(e.getSQLState())) {
                return false;
            }
            throw e;
        }
    }

    public void drop(TargetNotes notes) throws SQLException {
        ifNoted(notes, "DROP TABLE " + quoted());
    }

    public void setAside(String name, TargetNotes notes) throws SQLException {
        ifNoted(notes, "ALTER TABLE " + quoted() + " RENAME TO " + PostgresNames.quote(name));
    }

    private void ifNoted(TargetNotes notes, String sql) throws SQLException {
        access.inTransaction(table, connection -> {
            if (!isStill(connection, "ACCESS EXCLUSIVE", notes.in(connection), true)) {
                return false;
            }
            Sql.execute(connection, sql);
            notes.in(connection).forget();
            return true;
        });
    }

    /** The lock comes first, so that nobody puts another table in its place meanwhile. */
    private boolean isStill(Connection connection, String lock, TargetNotes notes, boolean made) throws SQLException {
        if (find(connection).filter(found -> found.oddity().isEmpty()).isEmpty()) {
            return false;
        }
        Sql.execute(connection, "LOCK TABLE " + quoted() + " IN " + lock + " MODE");
        String identity = find(connection).map(Found::identity).orElse("");
        return notes.read()
                .filter(n -> n.ours() && n.made() == made && n.isOf(identity))
                .isPresent();
    }

    /** Removes them in steps, so that a large table is done at last, however often that is interrupted. */
    public void remove(OwnRows own, TargetNotes notes) throws SQLException {
        int removed;
        do {
            removed = access.inTransaction(table, connection -> removeSome(connection, own, notes.in(connection)));
        } while (removed > 0);
    }

    private int removeSome(Connection connection, OwnRows own, TargetNotes notes) throws SQLException {
        if (!isStill(connection, "ROW EXCLUSIVE", notes, false)) {
            return 0;
        }
        String[] topics = topics(own.topics());
        String sql = REMOVE.formatted(quoted(), ownRows());
        int removed = TableAccess.patiently(
                connection, patient -> Sql.update(patient, sql, topics, since(own), topics, since(own)));
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

    private static OffsetDateTime since(OwnRows own) {
        return own.since().atOffset(ZoneOffset.UTC);
    }

    private static String[] topics(List<String> topics) {
        return topics.toArray(String[]::new);
    }
}
