package io.sluice.stream.letters;

import io.sluice.stream.flow.LetterSelection;
import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.flow.Stage;
import io.sluice.stream.flow.StoreType;
import io.sluice.stream.jdbc.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Takes dead letters out of their table for a replay, which puts back what does not fit this time either. */
public final class ReplayLetters {

    private static final String GROUPS = """
            SELECT topic, partition,
                CASE WHEN counted AND stage NOT IN ('decode', 'transform') THEN stage END, counted, count(*)
            FROM sluice.dead_letters WHERE pipeline = ?%s GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 4 DESC, 3""";

    /** Letters may be so large that no more of them should be in memory than these bytes and one letter more. */
    private static final int MOST_BYTES = 8 << 20;

    private static final String TAKE = """
            WITH few AS (
                SELECT "offset", sum(coalesce(octet_length(value), 0) + coalesce(octet_length(key), 0)) AS bytes
                FROM sluice.dead_letters
                WHERE pipeline = ? AND topic = ? AND partition = ? AND stage = ANY (coalesce(?::text[], ARRAY[stage]))
                    AND counted = ?
                    AND "offset" > ? AND "offset" < ?%s
                GROUP BY "offset" ORDER BY "offset" LIMIT ?),
            sized AS (
                SELECT "offset",
                    sum(bytes) OVER (ORDER BY "offset" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
                FROM few),
            next AS (SELECT "offset" FROM sized WHERE coalesce(before, 0) < ?)
            DELETE FROM sluice.dead_letters d USING next
            WHERE d.pipeline = ? AND d.topic = ? AND d.partition = ? AND d.stage = ANY (coalesce(?::text[], ARRAY[d.stage]))
                AND d.counted = ?
                AND d."offset" = next."offset"
            RETURNING d."offset", coalesce(d.timestamp_millis, (extract(epoch FROM d."timestamp") * 1000)::bigint), d.key, d.value, d.headers,
                d.yielded_rows, d.refused_ordinals, """ + LetterEdits.VALUE;

    private ReplayLetters() {}

    /**
     * Letters that are carried on in the same way.
     *
     * @param store the store that refused the records; null for those that go to every store
     * @param counted whether the counters count the records; those that they do not count go the whole way anew
     * @param letters how many there were
     */
    public record Group(
            String topic, int partition, @Nullable StoreType store, boolean counted, long letters) {

        /** Null means all stages: where nothing is counted, stores that the flow no longer has may have some. */
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
     * @param refused which of the record's rows the store lacks
     * @param edit what somebody has put in place of the record's value; null if nobody has
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Letter(SourceRecord record, int rows, RefusedRows refused, byte @Nullable [] edit) {

        private Letter with(Letter other) {
            return new Letter(record, rows + other.rows, refused, edit);
        }

        /** The record as it is to be carried on. */
        public SourceRecord carried() {
            return edit == null ? record : record.withValue(edit);
        }
    }

    /**
     * The groups of the letters that are selected, in such an order that what is rejected again joins no group behind its own:
     * those that go to every store after the single stores, and what is not counted, but is then, last.
     */
    public static List<Group> groups(Connection connection, String pipeline, LetterSelection selection)
            throws SQLException {
        LetterConditions conditions = LetterConditions.of(selection);
        return Sql.list(
                connection,
                GROUPS.formatted(conditions.sql()),
                ReplayLetters::group,
                conditions.among(List.of(pipeline), List.of()));
    }

    private static Group group(ResultSet row) throws SQLException {
        String store = row.getString(3);
        return new Group(
                row.getString(1),
                row.getInt(2),
                store == null ? null : new StoreType(store),
                row.getBoolean(4),
                row.getLong(5));
    }

    /**
     * The next letters of a group in the order of their offsets, one for each record, deleted in the connection's
     * transaction; fewer if they are large.
     *
     * @param after the offset behind which to go on
     * @param before the offset at which to stop
     * @param selection of which a record has a letter; all that it has in the group are taken
     * @param limit records at most
     */
    public static List<Letter> take(
            Connection connection,
            String pipeline,
            Group group,
            long after,
            long before,
            LetterSelection selection,
            int limit)
            throws SQLException {
        SortedMap<Long, Letter> letters = new TreeMap<>();
        LetterConditions conditions = LetterConditions.of(selection);
        List<@Nullable Object> ofGroup =
                Arrays.asList(pipeline, group.topic(), group.partition(), group.stages(), group.counted());
        Sql.each(
                connection,
                TAKE.formatted(conditions.sql()),
                row -> letters.merge(row.getLong(1), letter(group, row), Letter::with),
                conditions.among(
                        Stream.concat(ofGroup.stream(), Stream.of(after, before))
                                .toList(),
                        Stream.concat(Stream.of(limit, MOST_BYTES), ofGroup.stream())
                                .toList()));
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
        return new Letter(record, 1, RefusedRows.read(row.getInt(6), row.getArray(7)), row.getBytes(8));
    }
}
