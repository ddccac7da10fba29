package io.sluice.sink;

import io.sluice.flow.SourceRecord;
import io.sluice.flow.Stage;
import io.sluice.flow.StoreType;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes dead letters out of their table for a replay. */
final class Letters {

    private static final String GROUPS = """
            SELECT DISTINCT topic, partition, CASE WHEN stage IN ('decode', 'transform') THEN NULL ELSE stage END
            FROM sluice.dead_letters WHERE pipeline = ? ORDER BY 1, 2, 3""";
    private static final String TAKE = """
            DELETE FROM sluice.dead_letters d
            USING (SELECT pipeline, topic, partition, "offset", stage FROM sluice.dead_letters
                   WHERE pipeline = ? AND topic = ? AND partition = ? AND stage = ANY (?)
                     AND "offset" > ? AND (?::bigint[] IS NULL OR "offset" = ANY (?::bigint[]))
                   ORDER BY "offset" LIMIT ? FOR UPDATE) next
            WHERE (d.pipeline, d.topic, d.partition, d."offset", d.stage)
                = (next.pipeline, next.topic, next.partition, next."offset", next.stage)
            RETURNING d."offset", (extract(epoch FROM d."timestamp") * 1000000)::bigint, d.key, d.value, d.headers,
                d.refused_rows""";

    private Letters() {}

    /**
     * Letters that are carried on in the same way.
     *
     * @param store the store that refused the records; null for those that no store has been given yet
     */
    record Group(String topic, int partition, @Nullable StoreType store) {

        private Object[] stages() {
            return store == null
                    ? new String[] {Stage.DECODE.label(), Stage.TRANSFORM.label()}
                    : new String[] {store.stage().label()};
        }
    }

    /** @param refusedRows how many of the record's rows the store refused; 0 if it was given none */
    record Letter(SourceRecord record, int refusedRows) {}

    static List<Group> groups(Connection connection, String pipeline) throws SQLException {
        List<Group> groups = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(GROUPS)) {
            select.setString(1, pipeline);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    String store = row.getString(3);
                    groups.add(new Group(
                            row.getString(1),
                            row.getInt(2),
                            store == null ? null : StoreType.valueOf(store.toUpperCase(Locale.ROOT))));
                }
            }
        }
        return groups;
    }

    /**
     * The next letters of a group in the order of their offsets, deleted in the connection's transaction.
     *
     * @param only offsets to choose from; null means all
     */
    static List<Letter> take(
            Connection connection, String pipeline, Group group, long after, @Nullable Set<Long> only, int limit)
            throws SQLException {
        List<Letter> letters = new ArrayList<>();
        try (PreparedStatement delete = connection.prepareStatement(TAKE)) {
            Array offsets = only == null ? null : connection.createArrayOf("bigint", only.toArray());
            delete.setString(1, pipeline);
            delete.setString(2, group.topic());
            delete.setInt(3, group.partition());
            delete.setArray(4, connection.createArrayOf("text", group.stages()));
            delete.setLong(5, after);
            delete.setArray(6, offsets);
            delete.setArray(7, offsets);
            delete.setInt(8, limit);
            try (ResultSet row = delete.executeQuery()) {
                while (row.next()) {
                    letters.add(letter(group, row));
                }
            }
        }
        letters.sort(Comparator.comparingLong(letter -> letter.record().offset()));
        return letters;
    }

    private static Letter letter(Group group, ResultSet row) throws SQLException {
        SourceRecord record = new SourceRecord(
                group.topic(),
                group.partition(),
                row.getLong(1),
                row.getLong(2),
                row.getBytes(3),
                row.getBytes(4),
                HeadersJson.read(row.getString(5)));
        return new Letter(record, row.getInt(6));
    }
}
