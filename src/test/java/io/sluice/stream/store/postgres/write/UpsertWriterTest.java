package io.sluice.stream.store.postgres.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.stream.store.postgres.PostgresTrial;
import io.sluice.stream.store.postgres.PostgresTrial.Row;
import io.sluice.testing.TestPostgres;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class UpsertWriterTest {

    @Test
    @DisplayName("a text version is ordered by its bytes, whatever the collation of the column, in a batch and after")
    void textVersion() throws Exception {
        PostgresTrial trial = PostgresTrial.upsert("id INT, v STRING, s STRING", List.of("id"), "v")
                .prepared();
        trial.execute(
                "ALTER TABLE t ALTER v TYPE text COLLATE \"en-x-icu\", ALTER _topic TYPE text COLLATE \"en-x-icu\"");
        trial.write(Row.of(0, 1, "B", "upper"), Row.of(1, 1, "a", "lower"), Row.of(2, 1, "C", "upper too"));
        assertThat(trial.query("SELECT s FROM t")).containsExactly("lower");
        trial.write(Row.of(3, 1, "D", "upper after"));
        assertThat(trial.query("SELECT s FROM t")).containsExactly("lower");
        trial.write(Row.of(4, 1, "ä", "beyond"));
        assertThat(trial.query("SELECT s FROM t")).containsExactly("beyond");
    }

    private static PostgresTrial trial() throws Exception {
        return PostgresTrial.upsert("s STRING, part STRING, v DOUBLE, id INT", List.of("id", "part"), null)
                .prepared();
    }

    @Test
    @DisplayName("a row that a constraint forbids is refused alone; the newest that is allowed stays")
    void forbiddenRowIsRefusedAloneAndTheNewestAllowedStays() throws Exception {
        PostgresTrial trial = trial();
        trial.execute("ALTER TABLE t ADD CHECK (v >= 0), ADD UNIQUE (s)");
        trial.execute("ALTER TABLE t ALTER COLUMN s TYPE varchar(5)");
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            rows.add(Row.of(i, "s" + i, "p", i % 100 == 50 ? -1.0 : 1.0, i % 500));
        }
        rows.set(7, Row.of(7, "toolong", "p", 1.0, 7));
        rows.add(Row.of(1_000, "s5", "p", 1.0, 1_000));
        rows.add(Row.of(1_001, "s505", "p", 1.0, 1_001));
        trial.write(rows);
        assertThat(trial.refused.get("7/0")).contains("column s", "varying(5)");
        assertThat(trial.refused.get("550/0")).contains("t_v_check");
        assertThat(trial.refused.get("1001/0")).contains("t_s_key");
        assertThat(trial.query("SELECT count(*), min(v) FROM t")).containsExactly("496|1");
        assertThat(trial.query("SELECT s, _offset FROM t WHERE id = 7")).containsExactly("s507|507");
    }

    @Test
    @DisplayName("rows that were in a user's table before have no position, and any record is newer")
    void rowsFromBefore() throws Exception {
        PostgresTrial trial = PostgresTrial.upsert("id INT NOT NULL, s STRING", List.of("id"), null);
        trial.execute("CREATE TABLE t (id int PRIMARY KEY, s text)");
        trial.execute("INSERT INTO t VALUES (1, 'before'), (2, 'before')");
        trial.prepared().write(Row.of(0, 1, "after"), Row.of(1, 3, "new"));
        assertThat(trial.query("SELECT id, s, _offset FROM t ORDER BY 1"))
                .containsExactly("1|after|0", "2|before|null", "3|new|1");
    }

    @Test
    @DisplayName("tasks that upsert the same keys in opposite orders, in one step or in many, never deadlock")
    void noDeadlock() throws Exception {
        PostgresTrial trial = PostgresTrial.upsert("id INT NOT NULL, s STRING", List.of("id"), null)
                .prepared();
        List<CompletableFuture<Void>> tasks = new ArrayList<>();
        for (int task = 0; task < 6; task++) {
            int rows = task < 2 ? 205_000 : 25_000;
            boolean down = task % 2 == 1;
            List<Row> batch = IntStream.range(0, rows)
                    .mapToObj(i -> Row.of(i, (down ? rows - i : i) % 3_000, "s"))
                    .toList();
            tasks.add(CompletableFuture.runAsync(() -> {
                try (Connection ledger = TestPostgres.connect(trial.access)) {
                    ledger.setAutoCommit(false);
                    trial.write(ledger, batch);
                    ledger.commit();
                } catch (Exception e) {
                    throw new CompletionException(e);
                }
            }));
        }
        CompletableFuture.allOf(tasks.toArray(CompletableFuture[]::new)).get(90, TimeUnit.SECONDS);
        assertThat(trial.query("SELECT count(*), max(_offset) FROM t")).containsExactly("3000|204999");
    }
}
