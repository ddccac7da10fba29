package io.sluice.stream.store.postgres.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.stream.store.postgres.PostgresTrial;
import io.sluice.stream.store.postgres.PostgresTrial.Row;
import io.sluice.testing.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalTest {

    private static final String USER_TABLE = """
            CREATE TABLE t (
                name varchar(5) NOT NULL, size int CHECK (size >= 0), code text UNIQUE, extra int DEFAULT 7,
                parent int REFERENCES parents DEFERRABLE INITIALLY DEFERRED,
                _topic text NOT NULL, _partition int NOT NULL, _offset bigint NOT NULL, _ordinal int NOT NULL,
                UNIQUE (_topic, _partition, _offset, _ordinal))""";

    private static final Map<String, String> REASONS = Map.of(
            "check", "violates check constraint \"t_size_check\"",
            "long", "column name: value too long for type character varying(5)",
            "null", "null value in column \"name\"",
            "unique", "violates unique constraint \"t_code_key\": Key (code)=(taken) already exists",
            "parent", "violates foreign key constraint \"t_parent_fkey\"",
            "index", "index row",
            "nul", "U+0000");

    private static PostgresTrial userTable() throws Exception {
        PostgresTrial trial = PostgresTrial.append("name STRING, size INT, code STRING, parent INT");
        trial.execute("CREATE TABLE parents (id int PRIMARY KEY)");
        trial.execute("INSERT INTO parents VALUES (1)");
        trial.execute(USER_TABLE);
        trial.execute("INSERT INTO t VALUES ('me', 1, 'taken', 7, 1, 'other', 0, 0, 0)");
        return trial.prepared();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @DisplayName("exactly the rows that a constraint forbids are refused, by Postgres' own word, wherever they stand")
    void exactlyTheForbiddenRowsAreRefused(long seed) throws Exception {
        PostgresTrial trial = userTable();
        TreeMap<String, String> poison = new TreeMap<>();
        List<Row> rows = mixed(0, 2_000, 0.02, seed, poison);
        trial.write(rows);
        verify(trial, poison, 2_000);

        // Again, as after a crash: what is stored stays, what was refused is refused again.
        trial.write(rows);
        verify(trial, poison, 2_000);

        rows.addAll(mixed(2_000, 3_000, 0.02, seed, poison));
        trial.write(rows);
        verify(trial, poison, 3_000);
    }

    @Test
    @DisplayName("one bad row in a hundred costs little, and a batch of nothing but bad rows ends")
    void badRowsCostLittleAndABatchOfThemEnds() throws Exception {
        PostgresTrial trial = userTable();
        TreeMap<String, String> poison = new TreeMap<>();
        trial.write(mixed(0, 10_000, 0.01, 9, poison));
        verify(trial, poison, 10_000);
        poison.clear();
        trial.write(mixed(20_000, 20_300, 1.0, 9, poison));
        assertThat(trial.refused.keySet()).isEqualTo(poison.keySet()).hasSize(300);
    }

    @Test
    @DisplayName("where fields are masked, no reason quotes a value, and it names the rule that a row breaks")
    void discreet() throws Exception {
        PostgresTrial trial = userTable();
        trial.isDiscreet = true;
        trial.execute("CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS "
                + "$$BEGIN IF NEW.name = 'no' THEN RAISE EXCEPTION 'not %', NEW.code; END IF; RETURN NEW; END$$");
        trial.execute("CREATE TRIGGER no BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION no()");
        List<Row> rows = List.of(
                Row.of(0, "x", -7531, "s3cret", 1),
                Row.of(1, "s3cret", 1, null, 1),
                Row.of(2, null, 1, "s3cret", 1),
                Row.of(3, "x", 1, "taken", 1),
                Row.of(4, "x", 1, "s3cret", 7531),
                Row.of(5, "no", 1, "s3cret", 1));
        for (Row row : rows) {
            trial.write(row);
            assertThat(trial.refused)
                    .hasSize(1)
                    .allSatisfy((at, reason) -> assertThat(reason)
                            .doesNotContain("s3cret", "taken", "7531")
                            .containsPattern(
                                    "t_size_check|column name: .*22001|\"name\"|t_code_key|t_parent_fkey|P0001"));
        }
        trial.write(rows);
        assertThat(trial.refused)
                .hasSize(6)
                .allSatisfy((at, reason) -> assertThat(reason).doesNotContain("s3cret", "taken", "7531"));
    }

    @Test
    @DisplayName("of two rows with the same unique value the first one stays")
    void firstStays() throws Exception {
        PostgresTrial trial = userTable();
        trial.write(Row.of(0, "a", 1, "c", 1), Row.of(1, "b", 1, "c", 1), Row.of(2, "d", 1, "e", 1));
        assertThat(trial.refused).containsOnlyKeys("1/0");
        assertThat(trial.query("SELECT name, extra, _ingested_at IS NOT NULL FROM t WHERE _topic = 'a' ORDER BY 1"))
                .containsExactly("a|7|t", "d|7|t");
    }

    @Test
    @DisplayName("a row too wide for a page is refused, not the one at which Postgres noticed it")
    void tooWide() throws Exception {
        int columns = 1_100;
        PostgresTrial trial = PostgresTrial.append(IntStream.range(0, columns)
                        .mapToObj(i -> "c" + i + " BIGINT")
                        .collect(Collectors.joining(", ")))
                .prepared();
        Object[] wide = LongStream.range(0, columns).boxed().toArray();
        Object[] narrow = new Object[columns];
        trial.write(Row.of(0, narrow), Row.of(1, wide), Row.of(2, narrow), Row.of(3, narrow));
        assertThat(trial.refused).containsOnlyKeys("1/0");
        assertThat(trial.refused.get("1/0")).contains("row is too big");
        assertThat(trial.count()).isEqualTo(3);
    }

    @Test
    @DisplayName("what a trigger raises is the row's fault")
    void whatATriggerRaisesIsTheRowsFault() throws Exception {
        PostgresTrial trial = PostgresTrial.append("s STRING").prepared();
        trial.execute("CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS "
                + "$$BEGIN IF NEW.s = 'no' THEN RAISE EXCEPTION 'not that one'; END IF; RETURN NEW; END$$");
        trial.execute("CREATE TRIGGER no BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION no()");
        trial.write(Row.of(0, "a"), Row.of(1, "no"), Row.of(2, "b"));
        assertThat(trial.refused).containsExactly(Map.entry("1/0", "not that one"));
        assertThat(trial.count()).isEqualTo(2);
    }

    @Test
    @DisplayName("a partition that is missing costs only the rows that need it, and a replay finds the others")
    void missingPartitionCostsOnlyItsRows() throws Exception {
        PostgresTrial trial = PostgresTrial.append("s STRING");
        trial.execute("CREATE TABLE t (s text, _topic text, _partition int, _offset bigint, _ordinal int,"
                + " PRIMARY KEY (_partition, _offset, _ordinal, _topic)) PARTITION BY RANGE (_offset)");
        trial.execute("CREATE TABLE t0 PARTITION OF t FOR VALUES FROM (0) TO (10)");
        trial.prepared();
        for (int i = 0; i < 2; i++) {
            trial.write(AppendWriterTest.numbered(0, 12));
            assertThat(trial.refused).containsOnlyKeys("10/0", "11/0");
            assertThat(trial.count()).isEqualTo(10);
        }
    }

    @Test
    @DisplayName("a fault of the server or of the table is no row's fault: the task fails")
    void serverFault() throws Exception {
        PostgresTrial trial = PostgresTrial.append("s STRING").prepared();
        trial.execute("ALTER TABLE t DROP COLUMN s");
        assertThatThrownBy(() -> trial.write(Row.of(0, "a"))).isInstanceOf(SQLException.class);
        assertThat(trial.refused).isEmpty();

        PostgresTrial killed = PostgresTrial.append("s STRING").prepared();
        try (Connection ledger = TestPostgres.connect(killed.access)) {
            ledger.setAutoCommit(false);
            killed.write(ledger, AppendWriterTest.numbered(0, 10));
            int pid = ledger.unwrap(org.postgresql.PGConnection.class).getBackendPID();
            killed.query("SELECT pg_terminate_backend(" + pid + ", 5000)");
            assertThatThrownBy(() -> killed.write(ledger, AppendWriterTest.numbered(10, 20)))
                    .isInstanceOf(SQLException.class);
        }
        assertThat(killed.refused).isEmpty();
        assertThat(killed.count()).isZero();
    }

    private static void verify(PostgresTrial trial, TreeMap<String, String> poison, int total) throws Exception {
        assertThat(trial.refused.keySet()).isEqualTo(poison.keySet());
        poison.forEach((row, kind) -> assertThat(trial.refused.get(row)).contains(REASONS.get(kind)));
        TreeSet<String> stored = new TreeSet<>(trial.query("SELECT _offset || '/0' FROM t WHERE _topic = 'a'"));
        assertThat(stored).hasSize(total - poison.size()).doesNotContainAnyElementsOf(poison.keySet());
    }

    private static List<Row> mixed(int from, int to, double share, long seed, Map<String, String> poison) {
        Random random = new Random(seed + from);
        List<String> kinds = REASONS.keySet().stream().sorted().toList();
        List<Row> rows = new ArrayList<>();
        for (int offset = from; offset < to; offset++) {
            String kind = random.nextDouble() < share ? kinds.get(random.nextInt(kinds.size())) : "good";
            rows.add(row(offset, kind, random));
            if (!kind.equals("good")) {
                poison.put(offset + "/0", kind);
            }
        }
        return rows;
    }

    private static Row row(int offset, String kind, Random random) {
        return switch (kind) {
            case "check" -> Row.of(offset, "x", -1, null, null);
            case "long" -> Row.of(offset, "longer", 1, null, 1);
            case "null" -> Row.of(offset, null, 1, null, 1);
            case "unique" -> Row.of(offset, "x", 1, "taken", 1);
            case "parent" -> Row.of(offset, "x", 1, null, 2);
            case "index" -> Row.of(offset, "x", 1, random(random), 1);
            case "nul" -> Row.of(offset, "\0", 1, null, 1);
            default -> Row.of(offset, "good", 1, "code " + offset, 1);
        };
    }

    /** Too long for an index, and not to be compressed. */
    private static String random(Random random) {
        StringBuilder text = new StringBuilder();
        random.ints(9_000, 'A', 'z').filter(c -> c != '\\').forEach(c -> text.append((char) c));
        return text.toString();
    }
}
