package io.sluice.stream.ledger;

import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.TargetNote;
import io.sluice.stream.flow.TargetNotes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/** Which tables and collections Sluice made, for which pipeline, and which it found. Thread-safe. */
public final class NotedTargets {

    private static final String READ = """
            SELECT identity, coalesce(pipeline_id = ?, false), made, mixed, since FROM sluice.targets
            WHERE store = ? AND target = ?""";
    private static final String COLUMNS = """
            SELECT c.key, c.value FROM sluice.targets, jsonb_each_text(columns) c WHERE store = ? AND target = ?""";
    private static final String WRITE = """
            INSERT INTO sluice.targets AS t (store, target, identity, pipeline_id, made, mixed, columns)
            VALUES (?, ?, ?, ?, ?, ?, jsonb_object(?::text[], ?::text[]))
            ON CONFLICT (store, target) DO UPDATE SET identity = excluded.identity,
                pipeline_id = excluded.pipeline_id, made = excluded.made, mixed = excluded.mixed,
                columns = excluded.columns, since = CASE
                    WHEN t.identity = excluded.identity AND t.pipeline_id = excluded.pipeline_id THEN t.since
                    ELSE clock_timestamp() END""";
    private static final String FORGET = "DELETE FROM sluice.targets WHERE store = ? AND target = ?";

    private final DataSource postgres;
    private final LeaseCheck owner;

    /** @param owner asked in every transaction that changes something */
    public NotedTargets(DataSource postgres, LeaseCheck owner) {
        this.postgres = postgres;
        this.owner = owner;
    }

    public TargetNotes of(long pipelineId, SinkSpec sink, List<String> topics) {
        return new Notes(this::alone, owner, pipelineId, sink, List.copyOf(topics));
    }

    private interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    private interface Transactions {
        <T> T run(Work<T> work) throws SQLException;
    }

    private <T> T alone(Work<T> work) throws SQLException {
        try (Connection connection = postgres.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.on(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        }
    }

    private record Notes(
            Transactions transactions, LeaseCheck owner, long pipelineId, SinkSpec sink, List<String> topics)
            implements TargetNotes {

        @Override
        public TargetNotes in(Connection transaction) {
            return new Notes(new Within(transaction), owner, pipelineId, sink, topics);
        }

        @Override
        public Optional<TargetNote> read() throws SQLException {
            return transactions.run(this::read);
        }

        private Optional<TargetNote> read(Connection connection) throws SQLException {
            Map<String, String> columns = columns(connection);
            try (PreparedStatement select = connection.prepareStatement(READ)) {
                select.setLong(1, pipelineId);
                name(select, 2);
                try (ResultSet row = select.executeQuery()) {
                    return row.next()
                            ? Optional.of(new TargetNote(
                                    row.getString(1),
                                    row.getBoolean(2),
                                    row.getBoolean(3),
                                    row.getBoolean(4),
                                    row.getObject(5, OffsetDateTime.class).toInstant(),
                                    columns))
                            : Optional.empty();
                }
            }
        }

        private Map<String, String> columns(Connection connection) throws SQLException {
            Map<String, String> columns = new HashMap<>();
            try (PreparedStatement select = connection.prepareStatement(COLUMNS)) {
                name(select, 1);
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        columns.put(rows.getString(1), rows.getString(2));
                    }
                }
            }
            return columns;
        }

        @Override
        public void write(TargetNote note) throws SQLException {
            List<Map.Entry<String, String>> columns =
                    note.columns().entrySet().stream().toList();
            changing(WRITE, (connection, insert) -> {
                name(insert, 1);
                insert.setString(3, note.identity());
                insert.setLong(4, pipelineId);
                insert.setBoolean(5, note.made());
                insert.setBoolean(6, note.mixed());
                insert.setArray(
                        7,
                        connection.createArrayOf(
                                "text", columns.stream().map(Map.Entry::getKey).toArray()));
                insert.setArray(
                        8,
                        connection.createArrayOf(
                                "text",
                                columns.stream().map(Map.Entry::getValue).toArray()));
            });
        }

        @Override
        public void forget() throws SQLException {
            changing(FORGET, (connection, delete) -> name(delete, 1));
        }

        @Override
        public void requireLease() throws SQLException {
            transactions.run(connection -> {
                owner.require(connection);
                return true;
            });
        }

        private interface Parameters {
            void set(Connection connection, PreparedStatement statement) throws SQLException;
        }

        private void changing(String sql, Parameters parameters) throws SQLException {
            transactions.run(connection -> {
                owner.require(connection);
                try (PreparedStatement statement = connection.prepareStatement(sql)) {
                    parameters.set(connection, statement);
                    return statement.executeUpdate();
                }
            });
        }

        private void name(PreparedStatement statement, int first) throws SQLException {
            statement.setString(first, sink.type().label());
            statement.setString(first + 1, sink.target());
        }
    }

    private record Within(Connection connection) implements Transactions {

        @Override
        public <T> T run(Work<T> work) throws SQLException {
            return work.on(connection);
        }
    }
}
