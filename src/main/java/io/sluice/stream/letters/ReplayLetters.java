package io.sluice.stream.letters;

import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.flow.Stage;
import io.sluice.stream.flow.StoreType;
import io.sluice.stream.jdbc.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Takes dead letters out of their table for a replay, which puts back what does not fit this time either. */
public final class ReplayLetters {

    private static final String GROUPS = """
            SELECT DISTINCT topic, partition,
                CASE WHEN counted AND stage NOT IN ('decode', 'transform') THEN stage END, counted
            FROM sluice.dead_letters WHERE pipeline = ? ORDER BY 1, 2, 4 DESC, 3""";
    private static final String TAKE = """
            WITH next AS (
                SELECT DISTINCT "offset" FROM sluice.dead_letters
                WHERE pipeline = ? AND topic = ? AND partition = ? AND stage = ANY (coalesce(?::text[], ARRAY[stage]))
                    AND counted = ?
                    AND "offset" > ? AND "offset" < ? AND (?::bigint[] IS NULL OR "offset" = ANY (?::bigint[]))
                ORDER BY "offset" LIMIT ?)
            DELETE FROM sluice.dead_letters d USING next
            WHERE d.pipeline = ? AND d.topic = ? AND d.partition = ? AND d.stage = ANY (coalesce(?::text[], ARRAY[d.stage]))
                AND d.counted = ?
                AND d."offset" = next."offset"
            RETURNING d."offset", coalesce(d.timestamp_millis, (extract(epoch FROM d."timestamp") * 1000)::bigint), d.key, d.value, d.headers,
                d.refused_rows""";

    private ReplayLetters() {}

    /**
     * Letters that are carried on in the same way.
     *
     * @param store the store that refused the records; null for those that go to every store
     * @param counted whether the counters count the records; those that they do not count go the whole way anew
     */
    public record Group(
            String topic, int partition, @Nullable StoreType store, boolean counted) {

        /** Null means all: of what is not counted, there may be letters of stores that the flow has no more. */
        private String @Nullable [] stages() {
            if (!counted) {
                return null;
            }
            return store == null
                    ? new String[] {Stage.DECODE.label(), Stage.TRANSFORM.label()}
                    : new String[] {store.stage().label()};
        }
    }

    /**
     * What the table holds of a record.
     *
     * @param rows the letters that are one here: of a record that is not counted, several stores may have one each
     * @param refusedRows how many of the record's rows the store refused; 0 if it was given none
     */
    public record Letter(SourceRecord record, int rows, int refusedRows) {

        private Letter with(Letter other) {
            return new Letter(record, rows + other.rows, refusedRows);
        }
    }

    /**
     * The groups of the pipeline's letters, in such an order that what is rejected again joins no group behind its own:
     * those that go to every store after the single stores, and what is not counted, but is then, last.
     */
    public static List<Group> groups(Connection connection, String pipeline) throws SQLException {
        return Sql.list(connection, GROUPS, ReplayLetters::group, pipeline);
    }

    private static Group group(ResultSet row) throws SQLException {
        String store = row.getString(3);
        return new Group(
                row.getString(1), row.getInt(2), store == null ? null : new StoreType(store), row.getBoolean(4));
    }

    /**
     * The next letters of a group in the order of their offsets, one for each record, deleted in the connection's
     * transaction.
     *
     * @param after the offset behind which to go on
     * @param before the offset at which to stop
     * @param only offsets to choose from; null means all
     * @param limit records at most
     */
    public static List<Letter> take(
            Connection connection,
            String pipeline,
            Group group,
            long after,
            long before,
            @Nullable Set<Long> only,
            int limit)
            throws SQLException {
        SortedMap<Long, Letter> letters = new TreeMap<>();
        Long[] offsets = only == null ? null : only.toArray(Long[]::new);
        String[] stages = group.stages();
        Sql.each(
                connection,
                TAKE,
                row -> letters.merge(row.getLong(1), letter(group, row), Letter::with),
                pipeline,
                group.topic(),
                group.partition(),
                stages,
                group.counted(),
                after,
                before,
                offsets,
                offsets,
                limit,
                pipeline,
                group.topic(),
                group.partition(),
                stages,
                group.counted());
        return List.copyOf(letters.values());
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
        return new Letter(record, 1, row.getInt(6));
    }
}
