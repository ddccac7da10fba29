package io.sluice.stream.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.stream.store.postgres.PostgresTrial.Row;
import io.sluice.testing.TestPostgres;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpsertWriterTest {

    private static final String STATE = "SELECT id, part, v, s, _offset, _ordinal FROM t ORDER BY 1, 2";

    @Test
    @DisplayName("a version that is NaN is refused, and 0.0 and -0.0 are one version")
    void nanVersion() throws Exception {
        PostgresTrial trial = trial(true);
        trial.write(
                Row.of(0, "first", "k", 0.0, 1),
                Row.of(1, "nan", "k", Double.NaN, 1),
                Row.of(2, "later", "k", -0.0, 1));
        assertThat(trial.refused)
                .containsOnlyKeys("1/0")
                .containsEntry("1/0", "column v: the version is NaN, which is neither older nor newer than any other");
        assertThat(trial.query("SELECT s FROM t")).containsExactly("later");
    }

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

    private static PostgresTrial trial(boolean versioned) throws Exception {
        return PostgresTrial.upsert(
                        "s STRING, part STRING, v DOUBLE, id INT", List.of("id", "part"), versioned ? "v" : null)
                .prepared();
    }

    @ParameterizedTest
    @CsvSource({"1,false", "2,true", "3,true"})
    @DisplayName("any order of delivery, in any batches, with any repetitions, ends in the same state")
    void anyOrder(long seed, boolean versioned) throws Exception {
        Random random = new Random(seed);
        List<Row> rows = new ArrayList<>();
        for (int offset = 0; offset < 300; offset++) {
            int kind = random.nextInt(8);
            Double version = kind == 0 ? null : kind == 1 ? Double.POSITIVE_INFINITY : (double) random.nextInt(4);
            rows.add(new Row(
                    offset,
                    random.nextInt(2),
                    "s" + offset,
                    random.nextBoolean() ? "x" : "y",
                    version,
                    random.nextInt(20)));
        }
        PostgresTrial once = trial(versioned);
        for (Row row : rows) {
            once.write(row);
        }
        List<String> expected = once.query(STATE);
        assertThat(expected).hasSizeBetween(35, 40);
        for (int run = 0; run < 4; run++) {
            PostgresTrial shuffled = trial(versioned);
            List<Row> delivery = new ArrayList<>(rows);
            rows.stream().filter(row -> random.nextInt(3) == 0).forEach(delivery::add);
            Collections.shuffle(delivery, random);
            for (int at = 0; at < delivery.size(); ) {
                int end = Math.min(delivery.size(), at + 1 + random.nextInt(150));
                shuffled.write(delivery.subList(at, end));
                at = end;
            }
            assertThat(shuffled.query(STATE)).isEqualTo(expected);
            assertThat(shuffled.refused).isEmpty();
        }
    }

    @Test
    @DisplayName("the largest version wins, no version is older than any, the position settles ties")
    void versions() throws Exception {
        PostgresTrial trial = trial(true);
        trial.write(Row.of(1, "new", "a", 2.0, 1), Row.of(2, "old", "a", 1.0, 1), Row.of(3, "none", "a", null, 1));
        trial.write(Row.of(5, "later", "b", 1.0, 1), Row.of(4, "sooner", "b", 1.0, 1));
        trial.write(Row.of(7, "first", "c", null, 1));
        trial.write(Row.of(6, "second", "c", null, 1));
        trial.write(Row.of(8, "null", "b", null, 1), Row.of(9, "less", "b", 0.5, 1));
        assertThat(trial.query("SELECT part, s, _offset FROM t ORDER BY 1"))
                .containsExactly("a|new|1", "b|later|5", "c|first|7");
    }

    @Test
    @DisplayName("a record with a null in its key is refused, its neighbours land")
    void nullKey() throws Exception {
        PostgresTrial trial = trial(false);
        trial.write(Row.of(0, "s", "a", null, 1), Row.of(1, "s", null, null, 1), Row.of(2, "s", "a", null, null));
        assertThat(trial.refused)
                .containsOnly(
                        Map.entry("1/0", "column part: it is part of the key and null"),
                        Map.entry("2/0", "column id: it is part of the key and null"));
        assertThat(trial.count()).isEqualTo(1);
    }

    @Test
    @DisplayName("a row that a constraint forbids is refused alone; the newest that is allowed stays")
    void constraints() throws Exception {
        PostgresTrial trial = trial(false);
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
