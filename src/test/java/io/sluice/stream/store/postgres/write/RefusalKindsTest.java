package io.sluice.stream.store.postgres.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.stream.store.postgres.PostgresTrial;
import io.sluice.stream.store.postgres.PostgresTrial.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One batch for all, in which bad rows are bad in every way; the table decides which way counts. */
class RefusalKindsTest {

    private static final String COLUMNS = "id INT, code INT, name STRING, kind STRING, size INT";
    private static final String TRIGGER = """
            CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS
            $$BEGIN IF NEW.code = -1 THEN RAISE EXCEPTION 'not that one'%s; END IF; RETURN NEW; END$$;
            CREATE %s INSERT OR UPDATE ON t %s FOR EACH ROW EXECUTE FUNCTION no()""";

    enum Kind {
        NOT_NULL("ALTER TABLE t ALTER COLUMN name SET NOT NULL", "null value in column \"name\""),
        CHECK("ALTER TABLE t ADD CHECK (size < 1000)", "t_size_check"),
        TOO_LONG("ALTER TABLE t ALTER COLUMN kind TYPE varchar(4)", "column kind: value too long"),
        OUT_OF_RANGE(
                "ALTER TABLE t ADD COLUMN n smallint GENERATED ALWAYS AS (size::smallint) STORED",
                "smallint out of range"),
        TOO_MANY_DIGITS("ALTER TABLE t ALTER COLUMN size TYPE numeric(5,2)", "column size: numeric field overflow"),
        DOMAIN(
                "CREATE DOMAIN kind AS text CHECK (VALUE <> 'other one'); ALTER TABLE t ALTER COLUMN kind TYPE kind",
                "column kind: value for domain kind violates check constraint"),
        UNIQUE("ALTER TABLE t ADD UNIQUE (code)", "t_code_key\": Key (code)=(-1) already exists"),
        DEFERRED_UNIQUE("ALTER TABLE t ADD UNIQUE (code) DEFERRABLE INITIALLY DEFERRED", "Key (code)=(-1) already"),
        EXCLUSION("ALTER TABLE t ADD EXCLUDE USING btree (code WITH =)", "t_code_excl"),
        PARTIAL_INDEX("CREATE UNIQUE INDEX bad_once ON t (code) WHERE code < 0", "Key (code)=(-1) already exists"),
        FOREIGN_KEY("ALTER TABLE t ADD FOREIGN KEY (kind) REFERENCES kinds", "Key (kind)=(other one) is not present"),
        DEFERRED_FOREIGN_KEY(
                "ALTER TABLE t ADD FOREIGN KEY (kind) REFERENCES kinds DEFERRABLE INITIALLY DEFERRED",
                "Key (kind)=(other one) is not present"),
        BEFORE(TRIGGER.formatted("", "TRIGGER no BEFORE", ""), "not that one"),
        AFTER(TRIGGER.formatted("", "TRIGGER no AFTER", ""), "not that one"),
        OWN_STATE(TRIGGER.formatted(" USING ERRCODE = 'XY123'", "TRIGGER no BEFORE", ""), "not that one"),
        AT_COMMIT(
                TRIGGER.formatted("", "CONSTRAINT TRIGGER no AFTER", "DEFERRABLE INITIALLY DEFERRED"), "not that one");

        private final String change;
        private final String reason;

        Kind(String change, String reason) {
            this.change = change;
            this.reason = reason;
        }

        void applyTo(PostgresTrial trial) throws Exception {
            trial.execute("CREATE TABLE kinds (name text PRIMARY KEY); INSERT INTO kinds VALUES ('good')");
            trial.prepared();
            trial.execute("""
                    INSERT INTO t (id, code, name, kind, size, _topic, _partition, _offset, _ordinal)
                    VALUES (-1, -1, '', 'good', 1, 'before', 0, 0, 0)""");
            trial.execute(change);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "appending, exactly the rows that the table forbids are refused for its reason, and again if they come again")
    void appendingRefusesExactlyTheForbiddenRows(Kind kind) throws Exception {
        PostgresTrial trial = PostgresTrial.append(COLUMNS);
        kind.applyTo(trial);
        TreeSet<String> bad = new TreeSet<>();
        List<Row> rows = batch(0, 1_500, 0.05, bad, Integer.MAX_VALUE);
        for (int time = 0; time < 2; time++) {
            trial.write(rows);
            assertThat(trial.refused.keySet()).isEqualTo(bad);
            assertThat(trial.refused.values()).allMatch(reason -> reason.contains(kind.reason));
            assertThat(new TreeSet<>(trial.query("SELECT _offset || '/0' FROM t WHERE _topic = 'a'")))
                    .hasSize(1_500 - bad.size())
                    .doesNotContainAnyElementsOf(bad);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("upserting, the newest row that the table allows stays, whatever is refused around it")
    void upsertingKeepsTheNewestAllowedRow(Kind kind) throws Exception {
        PostgresTrial trial = PostgresTrial.upsert(COLUMNS, List.of("id"), null);
        kind.applyTo(trial);
        TreeSet<String> bad = new TreeSet<>();
        List<Row> rows = batch(0, 1_500, 0.05, bad, 300);
        TreeMap<Integer, Long> newestGood = new TreeMap<>();
        TreeMap<Integer, Long> newest = new TreeMap<>();
        for (Row row : rows) {
            newest.put((Integer) row.values()[0], row.offset());
            if (!bad.contains(row.offset() + "/0")) {
                newestGood.put((Integer) row.values()[0], row.offset());
            }
        }
        trial.write(rows);
        assertThat(bad).containsAll(trial.refused.keySet());
        assertThat(trial.refused.values()).isNotEmpty().allMatch(reason -> reason.contains(kind.reason));
        assertThat(trial.refused.keySet())
                .containsAll(newest.values().stream()
                        .map(offset -> offset + "/0")
                        .filter(bad::contains)
                        .toList());
        assertThat(trial.query("SELECT id || '=' || _offset FROM t WHERE _topic = 'a' ORDER BY id"))
                .isEqualTo(newestGood.entrySet().stream().map(Object::toString).toList());
    }

    @Test
    @DisplayName("ten thousand bad rows among a hundred thousand, bad in several ways, are refused exactly")
    void tenThousand() throws Exception {
        PostgresTrial trial = PostgresTrial.append(COLUMNS);
        Kind.UNIQUE.applyTo(trial);
        trial.execute("ALTER TABLE t ADD CHECK (size < 40000 OR id % 2 = 0)");
        trial.execute("ALTER TABLE t ADD FOREIGN KEY (kind) REFERENCES kinds");
        TreeSet<String> bad = new TreeSet<>();
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            // Half of them in runs, half of them scattered.
            rows.add(row(i, i, i % 20 == 7 || i / 500 % 20 == 19, bad));
        }
        assertThat(bad).hasSize(9_750);
        for (int i = 0; bad.size() < 10_000; i += 20) {
            rows.set(i, row(i, i, true, bad));
        }
        trial.write(rows);
        assertThat(trial.refused.keySet()).isEqualTo(bad).hasSize(10_000);
        assertThat(trial.query("SELECT count(*), count(DISTINCT _offset), min(code) FROM t WHERE _topic = 'a'"))
                .containsExactly("90000|90000|2");
    }

    private static List<Row> batch(int from, int to, double share, TreeSet<String> bad, int keys) {
        Random random = new Random(from + 17);
        List<Row> rows = new ArrayList<>();
        for (int i = from; i < to; i++) {
            rows.add(row(i, i % keys, random.nextDouble() < share, bad));
        }
        return rows;
    }

    private static Row row(int i, int id, boolean isBad, TreeSet<String> bad) {
        if (isBad) {
            bad.add(i + "/0");
        }
        return isBad ? Row.of(i, id, -1, null, "other one", 40_000) : Row.of(i, id, i + 1, "name", "good", i % 1_000);
    }
}
