package io.sluice.access.audit;

import io.sluice.stream.jdbc.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Statements on the table of the audit log. */
final class AuditTable {

    /** FROM and WHERE of all; what follows is another condition. */
    static final String ALL = " FROM sluice.audit WHERE TRUE";

    /** Of a request that has an entry by the transaction of its change, the outcome alone is still to be told. */
    private static final String ADD = """
            INSERT INTO sluice.audit (id, at, kind, name, token_id, address, action, target, details, pipeline_id,
                version, before, after, outcome, status, times, is_frequent)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::json, ?::json, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET outcome = excluded.outcome, status = excluded.status, times = excluded.times,
                pipeline_id = coalesce(excluded.pipeline_id, audit.pipeline_id),
                version = coalesce(excluded.version, audit.version)""";

    private static final String VERSIONS =
            "SELECT DISTINCT version FROM sluice.audit WHERE pipeline_id = ? AND version IS NOT NULL AND after IS NULL"
                    // As its entries come, so that two who change them do not wait for each other.
                    + " ORDER BY version";
    private static final String KEEP =
            "UPDATE sluice.audit SET after = ?::json WHERE pipeline_id = ? AND version = ? AND after IS NULL";

    private static final String EXPIRE_OLD = """
            DELETE FROM sluice.audit WHERE id IN (
                SELECT id FROM sluice.audit WHERE at < now() - ? * interval '1 second' ORDER BY at LIMIT ?)""";

    /** Of what may come often and of the rest as many each, so that what is refused drives out nothing that was changed. */
    private static final String EXPIRE_MANY = """
            DELETE FROM sluice.audit WHERE id IN (
                SELECT id FROM sluice.audit WHERE is_frequent = ? ORDER BY at DESC, id DESC OFFSET ? LIMIT ?)""";

    private AuditTable() {}

    static void add(Connection connection, Entry entry) throws SQLException {
        add(connection, List.of(entry));
    }

    static void add(Connection connection, Collection<Entry> entries) throws SQLException {
        Sql.batch(connection, ADD, entries, AuditTable::set);
    }

    private static void set(PreparedStatement statement, Entry entry) throws SQLException {
        Actor actor = entry.actor();
        Change change = entry.change();
        statement.setObject(1, entry.id());
        statement.setObject(2, entry.at().atOffset(ZoneOffset.UTC));
        statement.setString(3, actor.kind().text());
        statement.setString(4, actor.name());
        statement.setObject(5, actor.token(), Types.OTHER);
        statement.setString(6, actor.address());
        statement.setString(7, entry.action());
        statement.setString(8, entry.target());
        statement.setString(9, entry.details());
        statement.setObject(10, change == null ? null : change.pipelineId(), Types.BIGINT);
        statement.setObject(11, change == null ? null : change.version(), Types.BIGINT);
        statement.setString(12, change == null ? null : change.before());
        statement.setString(13, change == null ? null : change.after());
        statement.setString(14, entry.outcome().text());
        statement.setObject(15, entry.status(), Types.INTEGER);
        statement.setInt(16, entry.times());
        statement.setBoolean(17, entry.isFrequent());
    }

    static void keepDefinitions(Connection connection, long pipelineId, AuditLog.Definitions definition)
            throws SQLException {
        for (long version : Sql.list(connection, VERSIONS, row -> row.getLong(1), pipelineId)) {
            Optional<String> kept = definition.of(version);
            if (kept.isPresent()) {
                Sql.update(connection, KEEP, kept.get(), pipelineId, version);
            }
        }
    }

    /** @return how many of those that are too old it has deleted, at most so many */
    static int expire(Connection connection, Duration maxAge, int most) throws SQLException {
        return Sql.update(connection, EXPIRE_OLD, maxAge.toSeconds(), most);
    }

    /** @return how many of those beyond the number it has deleted, at most so many */
    static int expire(Connection connection, boolean isFrequent, long maxNumber, int most) throws SQLException {
        return Sql.update(connection, EXPIRE_MANY, isFrequent, maxNumber, most);
    }
}
