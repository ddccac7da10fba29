package io.sluice.stream.letters;

import io.sluice.stream.column.StorableTimes;
import io.sluice.stream.flow.RejectedException;
import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.flow.Stage;
import io.sluice.stream.jdbc.SendDeadline;
import io.sluice.stream.jdbc.Sql;
import io.sluice.stream.text.Excerpt;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Keeps rejected records with their bytes, position, stage and reason, in the task's transaction. One thread. */
public final class LetterWriter {

    private static final int MAX_HELD = 1000;
    private static final int MAX_HELD_BYTES = 4 << 20;

    /**
     * A second refused row of one record meets its letter of the same transaction. Otherwise the record is read again,
     * after its pipeline was set back or deleted and created anew.
     */
    private static final String INSERT = """
            INSERT INTO sluice.dead_letters AS d
                (pipeline, topic, partition, "offset", stage, "timestamp", timestamp_millis, reason, key, value,
                 headers, refused_rows, yielded_rows, refused_ordinals)
            VALUES (?, ?, ?, ?, ?, timestamptz 'epoch' + ? * interval '1 millisecond', ?, ?, ?, ?, ?::json, ?, ?, ?)
            ON CONFLICT (pipeline, partition, "offset", topic, stage) DO UPDATE
            SET reason = CASE WHEN d.rejected_at = now() THEN d.reason ELSE excluded.reason END,
                refused_rows = excluded.refused_rows + CASE WHEN d.rejected_at = now() THEN d.refused_rows ELSE 0 END,
                yielded_rows = excluded.yielded_rows,
                refused_ordinals = CASE WHEN d.rejected_at = now() THEN d.refused_ordinals ELSE '{}' END
                    || excluded.refused_ordinals,
                rejected_at = now(), counted = true""";

    private static final String UNCOUNTED = """
            SELECT DISTINCT "offset" FROM sluice.dead_letters
            WHERE pipeline = ? AND topic = ? AND partition = ? AND "offset" >= ? AND NOT counted""";
    private static final String FORGET = """
            DELETE FROM sluice.dead_letters
            WHERE pipeline = ? AND topic = ? AND partition = ? AND "offset" = ANY (?) AND NOT counted""";

    private final Connection connection;
    private final String pipeline;
    private final Map<Place, Held> held = new LinkedHashMap<>();
    private long heldBytes;

    public LetterWriter(Connection connection, String pipeline) {
        this.connection = connection;
        this.pipeline = pipeline;
    }

    /** Keeps a record that was rejected before it came to a store; may write those that are held. */
    public void add(SourceRecord record, Stage stage, String reason) throws SQLException {
        add(new Held(record, stage, reason, RefusedRows.none()));
        flushIfMany();
    }

    /**
     * Keeps a record of which a store refuses a row. Writes nothing yet, because the store may be in the middle of a statement.
     *
     * @param ordinal which of the record's rows
     * @param yielded of how many
     */
    public void hold(SourceRecord record, Stage stage, int ordinal, int yielded, String reason) {
        Held letter = held.get(Place.of(record, stage));
        if (letter == null) {
            add(new Held(record, stage, RejectedException.ofRow(ordinal, reason), RefusedRows.of(yielded, ordinal)));
        } else {
            // The first reason stays.
            letter.refused().missing().set(ordinal);
        }
    }

    /**
     * Puts a letter back that a replay has taken out, with the reason why it still does not fit.
     *
     * @param refused which rows the store lacks now
     */
    public void keep(ReplayLetters.Letter letter, Stage stage, String reason, RefusedRows refused) {
        add(new Held(letter.record(), stage, reason, refused));
    }

    private void add(Held letter) {
        held.putIfAbsent(Place.of(letter.record(), letter.stage()), letter);
        byte[] value = letter.record().value();
        heldBytes += value == null ? 0 : value.length;
    }

    /** The offsets of the records from there on that were rejected before the counters began anew. */
    public Set<Long> uncounted(String topic, int partition, long from) throws SQLException {
        return new HashSet<>(Sql.list(connection, UNCOUNTED, row -> row.getLong(1), pipeline, topic, partition, from));
    }

    /** Takes out the letters of records that were decided anew, but for those that were rejected again. */
    public void forget(String topic, int partition, Collection<Long> offsets) throws SQLException {
        Sql.update(connection, FORGET, pipeline, topic, partition, offsets.toArray(Long[]::new));
    }

    /** Writes the letters that are held, if they are many or large. */
    public void flushIfMany() throws SQLException {
        if (held.size() >= MAX_HELD || heldBytes >= MAX_HELD_BYTES) {
            flush();
        }
    }

    /** Writes the letters that are held. */
    public void flush() throws SQLException {
        if (held.isEmpty()) {
            return;
        }
        try (SendDeadline deadline = SendDeadline.on(connection)) {
            Sql.batch(connection, INSERT, held.values(), this::set);
        }
        held.clear();
        heldBytes = 0;
    }

    private void set(PreparedStatement insert, Held letter) throws SQLException {
        SourceRecord record = letter.record();
        insert.setString(1, pipeline);
        insert.setString(2, record.topic());
        insert.setInt(3, record.partition());
        insert.setLong(4, record.offset());
        insert.setString(5, letter.stage().label());
        setTime(insert, record.timestampMillis());
        insert.setString(8, Excerpt.ofReason(letter.reason()));
        insert.setBytes(9, record.key());
        insert.setBytes(10, record.value());
        insert.setString(11, HeadersJson.write(record.headers()));
        insert.setInt(12, letter.refused().count());
        insert.setInt(13, letter.refused().yielded());
        insert.setArray(14, connection.createArrayOf("int4", letter.refused().runs()));
    }

    /** Sets the record's time as a time, or else as the number that the producer wrote. */
    private static void setTime(PreparedStatement insert, long millis) throws SQLException {
        boolean isTime = StorableTimes.holdMillis(millis);
        insert.setObject(6, isTime ? millis : null, Types.BIGINT);
        insert.setObject(7, isTime ? null : millis, Types.BIGINT);
    }

    /** What one letter is kept under. */
    private record Place(String topic, int partition, long offset, Stage stage) {

        static Place of(SourceRecord record, Stage stage) {
            return new Place(record.topic(), record.partition(), record.offset(), stage);
        }
    }

    private record Held(SourceRecord record, Stage stage, String reason, RefusedRows refused) {}
}
