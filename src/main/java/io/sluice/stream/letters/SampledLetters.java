package io.sluice.stream.letters;

import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.jdbc.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Reads dead letters back as the records that they were. */
public final class SampledLetters {

    /** Lengths are known without reading the values. A record with a letter of each store comes once. */
    private static final String NEWEST = """
            SELECT topic, partition, "offset", millis, key, value, headers FROM (
                SELECT *, sum(bytes) OVER (ORDER BY newest DESC, partition, "offset", topic) AS total FROM (
                    SELECT DISTINCT ON (partition, "offset", topic) topic, partition, "offset",
                        coalesce(timestamp_millis, (extract(epoch FROM "timestamp") * 1000)::bigint) AS millis,
                        key, value, headers, rejected_at AS newest,
                        coalesce(octet_length(value), 0) + coalesce(octet_length(key), 0) AS bytes
                    FROM (
                        SELECT * FROM sluice.dead_letters WHERE pipeline = ?
                        ORDER BY rejected_at DESC, partition, "offset", topic, stage LIMIT ?) AS letters
                    ORDER BY partition, "offset", topic, rejected_at DESC) AS records) AS weighed
            WHERE total - bytes < ? ORDER BY newest DESC, partition, "offset", topic LIMIT ?""";

    /** How many letters one record can have, amply. */
    private static final int STAGES = 3;

    private SampledLetters() {}

    /**
     * The records of the newest letters of a pipeline, each once.
     *
     * @param bytes when they are together so large, no further one is taken; the first is in any case
     */
    public static List<SourceRecord> newest(Connection connection, String pipeline, int limit, long bytes)
            throws SQLException {
        return Sql.list(
                connection,
                NEWEST,
                row -> new SourceRecord(
                        row.getString(1),
                        row.getInt(2),
                        row.getLong(3),
                        row.getLong(4),
                        row.getBytes(5),
                        row.getBytes(6),
                        HeadersJson.read(row.getString(7))),
                pipeline,
                STAGES * limit,
                bytes,
                limit);
    }
}
