package io.sluice.results;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.stream.flow.SinkSpec.WriteMode;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Counts the scans of the whole table that Postgres itself reports. */
@DisplayName("A walk by cursor reads no page by scanning the table")
class IndexUseTest {

    private static final int ROWS = 20_000;
    private static final String SOURCE =
            "_topic text COLLATE \"C\" NOT NULL, _partition integer NOT NULL, _offset bigint"
                    + " NOT NULL, _ordinal integer NOT NULL, _ingested_at timestamptz NOT NULL DEFAULT now()";

    private static Shelf append;
    private static Shelf upsert;

    @BeforeAll
    static void fill() {
        append = new Shelf("s STRING, n INT", WriteMode.APPEND);
        append.createTable("s text, n integer");
        append.postgres
                .sql("INSERT INTO \"Odd \"\"table\"\"\" SELECT 'text ' || i % 7, nullif(i % 100, 0), 't', i % 4, i, 0"
                        + " FROM generate_series(1, " + ROWS + ") i")
                .update();
        upsert = new Shelf("k STRING, n INT", WriteMode.UPSERT, "k", "n");
        upsert.postgres
                .sql("CREATE TABLE \"Odd \"\"table\"\"\" (k text NOT NULL, n integer NOT NULL, " + SOURCE
                        + ", PRIMARY KEY (k, n))")
                .update();
        upsert.postgres
                .sql("INSERT INTO \"Odd \"\"table\"\"\" SELECT 'key ' || i, i, 't', i % 4, i, 0"
                        + " FROM generate_series(1, " + ROWS + ") i")
                .update();
        append.postgres
                .sql("INSERT INTO sluice.dead_letters (pipeline, topic, partition, \"offset\", stage, \"timestamp\","
                        + " reason, headers, rejected_at) SELECT 'p', 't', i % 4, i, 'decode', now(), 'why', '[]',"
                        + " now() - i / 1000 * interval '1 second' FROM generate_series(1, " + ROWS + ") i")
                .update();
        for (Shelf shelf : List.of(append, upsert)) {
            shelf.postgres.sql("ANALYZE").update();
        }
    }

    @Test
    @DisplayName("in append mode, by the position")
    void byPosition() {
        scansNothing(append, "\"Odd \"\"table\"\"\"", "p/results/postgres");
    }

    @Test
    @DisplayName("in upsert mode, by the key")
    void byKey() {
        scansNothing(upsert, "\"Odd \"\"table\"\"\"", "p/results/postgres");
    }

    @Test
    @DisplayName("in the dead letters, the newest first")
    void deadLetters() {
        scansNothing(append, "sluice.dead_letters", "p/dead-letters");
    }

    @Test
    @DisplayName("in another order, with the index that the documentation advises for it")
    void anotherOrderUsesTheAdvisedIndex() {
        append.postgres
                .sql(
                        "CREATE INDEX ON \"Odd \"\"table\"\"\" (s COLLATE \"C\" DESC NULLS LAST, n NULLS FIRST, _partition,"
                                + " _offset, _ordinal, _topic)")
                .update();
        scansNothing(append, "\"Odd \"\"table\"\"\"", "p/results/postgres", "sort", "s,desc", "sort", "n");
    }

    private static void scansNothing(Shelf shelf, String table, String path, String... sort) {
        long before = reported(shelf, table, "seq_scan");
        long used = reported(shelf, table, "idx_scan");
        int pages = 0;
        for (String next = "begin"; next != null && pages < 30; pages++) {
            List<String> query = new ArrayList<>(List.of(sort));
            query.addAll(List.of("after", next, "size", "500"));
            Shelf.Answer page = shelf.get(path, query.toArray(String[]::new));
            assertThat(page.items()).hasSize(500);
            next = page.body().path("next").stringValue();
        }
        long least = used + pages;
        Awaitility.await().until(() -> reported(shelf, table, "idx_scan") >= least);
        assertThat(reported(shelf, table, "seq_scan")).isEqualTo(before);
    }

    private static long reported(Shelf shelf, String table, String column) {
        return shelf.postgres
                .sql("SELECT " + column + " FROM pg_stat_user_tables WHERE relid = CAST(? AS regclass)")
                .param(table)
                .query(Long.class)
                .single();
    }
}
