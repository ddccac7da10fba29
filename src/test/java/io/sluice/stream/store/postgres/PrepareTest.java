package io.sluice.stream.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.jdbc.KeptConnections;
import io.sluice.stream.jdbc.Sql;
import io.sluice.stream.store.Store.IncompatibleTargetException;
import io.sluice.stream.store.postgres.PostgresTrial.Row;
import io.sluice.testing.RememberedNotes;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrepareTest {

    @Test
    @DisplayName("more columns than a table can have beside Sluice's own are told before anybody is asked")
    void tooManyColumns() throws Exception {
        String most = IntStream.range(0, 1595).mapToObj(i -> "c" + i + " INT").collect(Collectors.joining(", "));
        PostgresTrial widest = PostgresTrial.append(most);
        assertThat(widest.store.objection(widest.rows)).isEmpty();
        widest.prepared();
        PostgresTrial wider = PostgresTrial.append(most + ", d INT");
        assertThat(wider.store.objection(wider.rows))
                .hasValueSatisfying(why -> assertThat(why).contains("the 1596 columns are more than the 1595"));
    }

    private static final String SHAPE = "SELECT string_agg(attname || ' ' || format_type(atttypid, atttypmod)"
            + " || CASE WHEN attnotnull THEN '!' ELSE '' END, ', ' ORDER BY attnum) FROM pg_attribute"
            + " WHERE attrelid = 't'::regclass AND attnum > 0 AND NOT attisdropped";
    private static final String POSITION =
            "_topic text, _partition int, _offset bigint, _ordinal int, UNIQUE (_offset, _topic, _partition, _ordinal)";

    private static void prepare(PostgresTrial trial, String ddl) throws Exception {
        trial.fit = trial.store.prepare(trial.sink, StructType.fromDDL(ddl), trial.notes);
    }

    @Test
    @DisplayName(
            "a new table has the transform's columns in their order, then the source columns, and NOT NULL where the output says so")
    void newTableHasTheColumnsInTheirOrder() throws Exception {
        PostgresTrial trial = PostgresTrial.append(
                        "b STRING, a INT NOT NULL, o BOOLEAN, l BIGINT, `odd \"name` DECIMAL(9,2)")
                .prepared();
        assertThat(trial.query(SHAPE))
                .containsExactly(
                        "b text, a integer!, o boolean, l bigint, odd \"name numeric(9,2), _offset bigint!,"
                                + " _ingested_at timestamp with time zone!, _partition integer!, _ordinal integer!, _topic text!");
        assertThat(trial.query("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 't'::regclass"))
                .containsExactly("PRIMARY KEY (_partition, _offset, _ordinal, _topic)");
    }

    @Test
    @DisplayName(
            "making a table, which may take long, leaves the next task the usual limits and nothing of a transaction")
    void givesConnectionBackAsItWas() throws Exception {
        PostgresTrial trial = PostgresTrial.append("s STRING").prepared();
        Connection next = KeptConnections.borrow(trial.access);
        try {
            assertThat(next.getNetworkTimeout()).isEqualTo(60_000);
            assertThat(Sql.list(
                            next,
                            "SELECT current_setting('lock_timeout'), current_setting('statement_timeout')",
                            row -> row.getString(1) + " " + row.getString(2)))
                    .containsExactly("30s 0");
        } finally {
            KeptConnections.giveBack(trial.access, next);
        }
        assertThat(trial.query("SELECT count(*) FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND application_name = 'sluice'"))
                .containsExactly("1");
    }

    @Test
    @DisplayName("an upsert table's key is its primary key")
    void createsUpsert() throws Exception {
        PostgresTrial trial =
                PostgresTrial.upsert("s STRING, id STRING", List.of("id"), null).prepared();
        assertThat(trial.query("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 't'::regclass"))
                .containsExactly("PRIMARY KEY (id)");
        assertThatCode(trial::prepared).doesNotThrowAnyException();
    }

    @Test
    @DisplayName("checking makes and widens nothing, and objects to what preparing would object to")
    void checksOnly() throws Exception {
        PostgresTrial trial = PostgresTrial.append("s STRING, i INT");
        trial.store.check(trial.sink, StructType.fromDDL("s STRING, i INT"), trial.notes);
        assertThat(trial.query("SELECT count(*) FROM pg_class WHERE oid = to_regclass('t')"))
                .containsExactly("0");
        trial.prepared();
        String before = trial.query(SHAPE).get(0);
        assertThat(trial.store
                        .check(trial.sink, StructType.fromDDL("s STRING, i BIGINT, more INT"), trial.notes)
                        .notices())
                .containsExactly(
                        "Table t: column i integer is widened to bigint", "Table t: column more integer is added");
        assertThat(trial.query(SHAPE)).containsExactly(before);
        assertThatThrownBy(() -> trial.store.check(trial.sink, StructType.fromDDL("s STRING, i STRING"), trial.notes))
                .isInstanceOf(IncompatibleTargetException.class)
                .hasMessageContaining("column i is integer");
    }

    @Test
    @DisplayName("preparing again, or from several sides at once, changes nothing")
    void preparingAgainChangesNothing() throws Exception {
        PostgresTrial trial = PostgresTrial.append("s STRING NOT NULL, i INT");
        CompletableFuture<?>[] sides = IntStream.range(0, 6)
                .mapToObj(i -> CompletableFuture.runAsync(
                        () -> assertThatCode(trial::prepared).doesNotThrowAnyException()))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(sides).get();
        String before = trial.query(SHAPE).get(0);
        trial.prepared();
        assertThat(trial.query(SHAPE)).containsExactly(before);
    }

    @Test
    @DisplayName("a column that may have been dropped by hand is not made anew, unless somebody adds it")
    void droppedColumn() throws Exception {
        PostgresTrial trial = PostgresTrial.append("s STRING, i INT").prepared();
        trial.execute("INSERT INTO t (s, i, _topic, _partition, _offset, _ordinal) VALUES ('a', 1, '', 0, 0, 0)");
        trial.execute("ALTER TABLE t DROP COLUMN i");
        assertThatThrownBy(trial::prepared)
                .isInstanceOf(IncompatibleTargetException.class)
                .hasMessageContaining("no column i integer")
                .hasMessageContaining("ADD COLUMN \"i\" integer");
        trial.execute("ALTER TABLE t ADD COLUMN \"i\" integer");
        trial.prepared();
        trial.execute("ALTER TABLE t DROP COLUMN i");
        trial.execute("TRUNCATE t");
        trial.prepared();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SMALLINT      | INT           | integer",
                "SMALLINT      | BIGINT        | bigint",
                "TINYINT       | SMALLINT      | smallint",
                "INT           | BIGINT        | bigint",
                "BIGINT        | INT           | bigint",
                "FLOAT         | DOUBLE        | double precision",
                "DOUBLE        | FLOAT         | double precision",
                "DECIMAL(10,2) | DECIMAL(12,2) | numeric(12,2)",
                "DECIMAL(10,2) | DECIMAL(8,4)  | numeric(12,4)",
                "DECIMAL(10,2) | DECIMAL(5,1)  | numeric(10,2)",
                "DECIMAL(5,2)  | INT           | numeric(12,2)",
            })
    @DisplayName("a column is widened, never narrowed, and keeps its values")
    void columnIsWidenedAndKeepsItsValues(String from, String to, String type) throws Exception {
        PostgresTrial trial = PostgresTrial.append("c " + from).prepared();
        trial.execute("INSERT INTO t (c, _topic, _partition, _offset, _ordinal) VALUES (1.5, '', 0, 0, 0)");
        String before = trial.query("SELECT c::float FROM t").get(0);
        prepare(trial, "c " + to);
        assertThat(trial.query("SELECT format_type(atttypid, atttypmod) FROM pg_attribute"
                        + " WHERE attrelid = 't'::regclass AND attname = 'c'"))
                .containsExactly(type);
        assertThat(trial.query("SELECT c::float FROM t")).containsExactly(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "STRING    | INT",
                "INT       | STRING",
                "INT       | DECIMAL(10,0)",
                "DOUBLE    | DECIMAL(10,0)",
                "INT       | DOUBLE",
                "DATE      | TIMESTAMP",
                "TIMESTAMP | TIMESTAMP_NTZ",
                "BOOLEAN   | INT",
                "BINARY    | STRING",
                "ARRAY<INT>| STRING",
            })
    @DisplayName("a column of another kind is a clear error")
    void columnOfAnotherKindIsAClearError(String from, String to) throws Exception {
        PostgresTrial trial = PostgresTrial.append("c " + from).prepared();
        assertThatThrownBy(() -> prepare(trial, "c " + to))
                .isInstanceOf(IncompatibleTargetException.class)
                .hasMessageContaining("column c is ")
                .hasMessageContaining(" and the pipeline yields ");
    }

    @Test
    @DisplayName("columns that come are added, those that go stay and take nulls")
    void comingAndGoing() throws Exception {
        PostgresTrial trial =
                PostgresTrial.append("a INT NOT NULL, b INT NOT NULL").prepared();
        prepare(trial, "a INT, c INT NOT NULL");
        assertThat(trial.query(SHAPE).get(0)).contains("a integer,", "b integer,", "c integer!");
        trial.execute("INSERT INTO t (c, _topic, _partition, _offset, _ordinal) VALUES (1, '', 0, 0, 0)");
        prepare(trial, "a INT, d INT NOT NULL");
        assertThat(trial.query(SHAPE).get(0)).contains("c integer,").endsWith("d integer");
    }

    @Test
    @DisplayName("a NOT NULL that somebody else set stays: a row that breaks it is refused, and it is said beforehand")
    void keepsNotNull() throws Exception {
        PostgresTrial trial = PostgresTrial.append("a INT, b STRING").prepared();
        assertThat(trial.fit.made()).isTrue();
        trial.execute("ALTER TABLE t ALTER b SET NOT NULL");
        String shape = trial.query(SHAPE).get(0);
        trial.prepared();
        assertThat(trial.fit.notices())
                .singleElement()
                .satisfies(
                        notice -> assertThat(notice).contains("column b is NOT NULL", "dead letter", "DROP NOT NULL"));
        trial.write(Row.of(0, 1, "b"), Row.of(1, 1, null));
        assertThat(trial.refused).containsOnlyKeys("1/0");
        assertThat(trial.query(SHAPE)).containsExactly(shape);
    }

    @Test
    @DisplayName("a type that somebody else set stays, and is a clear error if it is too narrow")
    void keepsType() throws Exception {
        PostgresTrial trial = PostgresTrial.append("a INT").prepared();
        trial.execute("ALTER TABLE t ALTER a TYPE smallint");
        assertThatThrownBy(trial::prepared)
                .isInstanceOf(IncompatibleTargetException.class)
                .hasMessageContainingAll("column a is smallint", "ALTER COLUMN \"a\" TYPE integer");
        trial.execute("ALTER TABLE t ALTER a TYPE bigint");
        trial.prepared();
        assertThat(trial.fit.notices()).isEmpty();
        assertThat(trial.query(SHAPE).get(0)).startsWith("a bigint,");
    }

    @Test
    @DisplayName("somebody's own columns are not touched")
    void keepsOwnColumns() throws Exception {
        PostgresTrial trial = PostgresTrial.append("a INT").prepared();
        trial.execute("ALTER TABLE t ADD COLUMN mine int NOT NULL DEFAULT 1");
        trial.prepared();
        assertThat(trial.query(SHAPE).get(0)).endsWith("mine integer!");
        trial.execute("ALTER TABLE t ALTER mine DROP DEFAULT");
        assertThatThrownBy(trial::prepared).hasMessageContaining("column mine is NOT NULL, has no default");
    }

    @Test
    @DisplayName("what Sluice set itself it widens and drops, and says so; only in the table that it made")
    void tellsChanges() throws Exception {
        PostgresTrial trial =
                PostgresTrial.append("a INT NOT NULL, gone INT NOT NULL").prepared();
        trial.execute("INSERT INTO t (a, gone, _topic, _partition, _offset, _ordinal) VALUES (1, 1, 'a', 0, 0, 0)");
        prepare(trial, "a BIGINT, more STRING");
        assertThat(trial.fit.notices())
                .containsExactly(
                        "Table t: column a integer is widened to bigint",
                        "Table t: NOT NULL of column a, which Sluice had set, is dropped",
                        "Table t: column more text is added; it is null in the rows that are stored already",
                        "Table t: NOT NULL of column gone, which Sluice had set, is dropped");
        prepare(trial, "a BIGINT, more STRING");
        assertThat(trial.fit.notices()).isEmpty();

        trial.execute("CREATE TABLE other AS SELECT * FROM t");
        trial.execute("DROP TABLE t");
        trial.execute("ALTER TABLE other RENAME TO t");
        trial.execute("ALTER TABLE t ALTER a TYPE int, ADD UNIQUE (_partition, _offset, _ordinal, _topic)");
        assertThatThrownBy(() -> prepare(trial, "a BIGINT, more STRING"))
                .hasMessageContaining("Sluice did not make it so");
    }

    @Test
    @DisplayName("every difference of a user's table is named at once")
    void allDifferences() throws Exception {
        PostgresTrial trial = PostgresTrial.append("a INT, b STRING, g INT, n STRING, t TIMESTAMP");
        trial.execute("CREATE TABLE t (id int PRIMARY KEY, a text, b char(3), g int GENERATED ALWAYS AS (1) STORED,"
                + " n text NOT NULL, must int NOT NULL, has int NOT NULL DEFAULT 1, t timestamptz(3), _offset bigint)");
        assertThatThrownBy(trial::prepared)
                .isInstanceOf(IncompatibleTargetException.class)
                .hasMessageContainingAll(
                        "Table t cannot take",
                        "column a is text and the pipeline yields integer",
                        "column b is character(3) and the pipeline yields text",
                        "column t is timestamp(3) with time zone",
                        "column g is generated",
                        "column must is NOT NULL",
                        "no column _topic text",
                        "no unique key on exactly (_partition, _offset, _ordinal, _topic)",
                        "its unique keys are (id)",
                        "choose another table")
                .hasMessageNotContainingAny("column n ", "column has ", "column b is NOT NULL");
    }

    @Test
    @DisplayName("a user's table that fits is taken, with its own rules left in place")
    void usersTable() throws Exception {
        PostgresTrial trial = PostgresTrial.append("a INT, b STRING, n DECIMAL(5,2)");
        trial.execute("CREATE TABLE t (a bigint NOT NULL, b varchar(9), n numeric, " + POSITION + ")");
        trial.prepared();
        trial.write(new Row(0, 0, 1, "b", null), new Row(1, 0, null, "b", null));
        assertThat(trial.refused).containsOnlyKeys("1/0");
        assertThat(trial.query("SELECT a, b, _ingested_at IS NULL FROM t")).containsExactly("1|b|f");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CREATE VIEW t AS SELECT 1 AS s                                      | a view",
                "CREATE SEQUENCE t                                                   | a sequence",
                "CREATE TABLE t (s text, _topic text, _partition int, _offset bigint, _ordinal int) | no unique key at all",
            })
    @DisplayName("what is no table, or has no key, is a clear error")
    void noTable(String sql, String message) throws Exception {
        PostgresTrial trial = PostgresTrial.append("s STRING");
        trial.execute(sql);
        assertThatThrownBy(trial::prepared)
                .isInstanceOf(IncompatibleTargetException.class)
                .hasMessageContaining(message);
    }

    @Test
    @DisplayName("the other mode's table is not taken")
    void otherMode() throws Exception {
        PostgresTrial trial = PostgresTrial.append("id INT NOT NULL").prepared();
        SinkSpec upsert = PostgresTrial.upsert("id INT NOT NULL", List.of("id"), null).sink;
        assertThatThrownBy(() -> trial.store.prepare(upsert, trial.rows, trial.notes))
                .isInstanceOf(IncompatibleTargetException.class)
                .hasMessageContaining("(id), which upsert needs");
    }

    @Test
    @DisplayName("what stands in the way of widening is named")
    void namesWhatStandsInTheWayOfWidening() throws Exception {
        PostgresTrial trial = PostgresTrial.append("c INT").prepared();
        trial.execute("CREATE VIEW w AS SELECT c FROM t");
        assertThatThrownBy(() -> prepare(trial, "c BIGINT"))
                .isInstanceOf(IncompatibleTargetException.class)
                .hasMessageContaining("view w");
    }

    @Test
    @DisplayName("dropping is for the sink's table only, and idempotent")
    void dropsTheSinksTableOnly() throws Exception {
        PostgresTrial trial = PostgresTrial.append("s STRING").prepared();
        SinkSpec odd = SinkSpec.append(PostgresStore.TYPE, "odd\"; DROP TABLE t; --");
        RememberedNotes oddNotes = new RememberedNotes("a");
        trial.store.prepare(odd, trial.rows, oddNotes);
        trial.store.drop(odd, oddNotes);
        assertThat(trial.count()).isZero();
        trial.store.drop(trial.sink, trial.notes);
        trial.store.drop(trial.sink, trial.notes);
        assertThat(trial.query("SELECT to_regclass('t')")).containsExactly("null");
    }
}
