package io.sluice.stream.ledger;

import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.jdbc.Sql;
import io.sluice.stream.store.TargetNote;
import io.sluice.stream.store.TargetNotes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which tables and collections Sluice made, for which pipeline, and which it found. Thread-safe. */
public final class NotedTargets {

    private static final String READ = """
            SELECT identity, coalesce(pipeline_id = ?, false), made, mixed, since,
                array(SELECT key FROM jsonb_each_text(columns) ORDER BY key),
                array(SELECT value FROM jsonb_each_text(columns) ORDER BY key)
            FROM sluice.targets WHERE store = ? AND target = ?""";
    private static final String WRITE = """
            INSERT INTO sluice.targets AS t (store, target, identity, pipeline_id, made, mixed, columns)
            VALUES (?, ?, ?, ?, ?, ?, jsonb_object(?::text[], ?::text[]))
            ON CONFLICT (store, target) DO UPDATE SET identity = excluded.identity,
                pipeline_id = excluded.pipeline_id, made = excluded.made, mixed = excluded.mixed,
                columns = excluded.columns, since = CASE
                    WHEN t.identity = excluded.identity AND t.pipeline_id = excluded.pipeline_id THEN t.since
                    ELSE clock_timestamp() END""";
    private static final String FORGET = "DELETE FROM sluice.targets WHERE store = ? AND target = ?";

    private final LedgerDatabase database;

    public NotedTargets(LedgerDatabase database) {
        this.database = database;
    }

    /** The note of the sink's target, on behalf of a pipeline that reads these topics. */
    public TargetNotes of(long pipelineId, SinkSpec sink, List<String> topics) {
        return new Notes(database, null, pipelineId, sink, List.copyOf(topics));
    }

    /** @param transaction within which everything happens; null means that each call is one of its own */
    private record Notes(
            LedgerDatabase database,
            @Nullable Connection transaction,
            long pipelineId,
            SinkSpec sink,
            List<String> topics)
            implements TargetNotes {

        @Override
        public TargetNotes in(Connection within) {
            return new Notes(database, within, pipelineId, sink, topics);
        }

        @Override
        public Optional<TargetNote> read() throws SQLException {
            return transaction == null ? database.read(this::read) : read(transaction);
        }

        private Optional<TargetNote> read(Connection connection) throws SQLException {
            return Sql.first(
                    connection, READ, Notes::note, pipelineId, sink.type().label(), sink.target());
        }

        private static TargetNote note(ResultSet row) throws SQLException {
            return new TargetNote(
                    row.getString(1),
                    row.getBoolean(2),
                    row.getBoolean(3),
                    row.getBoolean(4),
                    row.getObject(5, OffsetDateTime.class).toInstant(),
                    columns((String[]) row.getArray(6).getArray(), (String[])
                            row.getArray(7).getArray()));
        }

        private static Map<String, String> columns(String[] names, String[] values) {
            Map<String, String> columns = new HashMap<>();
            for (int i = 0; i < names.length; i++) {
                columns.put(names[i], values[i]);
            }
            return columns;
        }

        @Override
        public void write(TargetNote note) throws SQLException {
            List<Map.Entry<String, String>> columns = List.copyOf(note.columns().entrySet());
            change(connection -> Sql.update(
                    connection,
                    WRITE,
                    sink.type().label(),
                    sink.target(),
                    note.identity(),
                    pipelineId,
                    note.made(),
                    note.mixed(),
                    columns.stream().map(Map.Entry::getKey).toArray(String[]::new),
                    columns.stream().map(Map.Entry::getValue).toArray(String[]::new)));
        }

        @Override
        public void forget() throws SQLException {
            change(connection -> Sql.update(connection, FORGET, sink.type().label(), sink.target()));
        }

        @Override
        public void requireLease() throws SQLException {
            change(connection -> {});
        }

        private void change(LedgerDatabase.Change change) throws SQLException {
            if (transaction == null) {
                database.change(change);
            } else {
                database.requireLease(transaction);
                change.make(transaction);
            }
        }
    }
}
