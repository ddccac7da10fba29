package io.sluice.bench;

import io.sluice.flow.PostgresAccess;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** The limit: one COPY, by one connection, of the same rows into a table with the same columns and key. */
final class CopyReference {

    private static final String TABLE = """
            CREATE TABLE copy_reference (
                _offset bigint NOT NULL, _ingested_at timestamptz NOT NULL DEFAULT now(), _partition int NOT NULL,
                _ordinal int NOT NULL, quote text NOT NULL, character text NOT NULL, image text,
                "characterDirection" text, _topic text COLLATE "C" NOT NULL,
                PRIMARY KEY (_partition, _offset, _ordinal, _topic))""";
    private static final String COPY = """
            COPY copy_reference (_offset, _partition, _ordinal, quote, character, image, "characterDirection", _topic)
            FROM STDIN""";
    private static final int PARTITIONS = 4;

    private CopyReference() {}

    /** Rows per second, commit included; the table is dropped again. */
    static double rowsPerSecond(PostgresAccess access, int rows) throws Exception {
        try (Connection connection = DriverManager.getConnection(access.url(), access.user(), access.password());
                Statement statement = connection.createStatement()) {
            statement.execute(TABLE);
            try {
                long start = System.nanoTime();
                copy(connection, rows);
                return rows * (double) TimeUnit.SECONDS.toNanos(1) / (System.nanoTime() - start);
            } finally {
                statement.execute("DROP TABLE copy_reference");
            }
        }
    }

    private static void copy(Connection connection, int rows) throws Exception {
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(COPY);
        StringBuilder text = new StringBuilder();
        int perPartition = rows / PARTITIONS;
        for (int i = 0; i < perPartition * PARTITIONS; i++) {
            text.append(i % perPartition).append('\t').append(i / perPartition).append("\t0\t");
            text.append(QuoteRecords.quote(i))
                    .append('\t')
                    .append(QuoteRecords.character(i))
                    .append('\t');
            text.append(QuoteRecords.image(i))
                    .append('\t')
                    .append(QuoteRecords.direction(i))
                    .append("\tbench\n");
            if (text.length() > 1 << 16) {
                flush(copy, text);
            }
        }
        flush(copy, text);
        copy.endCopy();
    }

    private static void flush(CopyIn copy, StringBuilder text) throws Exception {
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        copy.writeToCopy(bytes, 0, bytes.length);
        text.setLength(0);
    }
}
