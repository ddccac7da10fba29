package io.sluice.stream.store.postgres.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.stream.store.postgres.PostgresTrial;
import io.sluice.stream.store.postgres.PostgresTrial.Row;
import io.sluice.testing.TestPostgres;
import java.math.BigDecimal;
import java.sql.Connection;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.ArrayBasedMapData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AppendWriterTest {

    private static final long FIRST_MICRO = LocalDate.of(1, 1, 1).toEpochDay() * 86_400_000_000L;
    private static final long LAST_MICRO = (LocalDate.of(9999, 12, 31).toEpochDay() + 1) * 86_400_000_000L - 1;

    @Test
    @DisplayName("values of every type arrive exactly, the extreme ones too")
    void everyType() throws Exception {
        PostgresTrial trial = PostgresTrial.append(
                        "s STRING, i INT, l BIGINT, h SMALLINT, b TINYINT, f FLOAT, d DOUBLE, n DECIMAL(38,18),"
                                + " m DECIMAL(18,0), o BOOLEAN, y DATE, t TIMESTAMP, z TIMESTAMP_NTZ, x BINARY")
                .prepared();
        int first = (int) LocalDate.of(1, 1, 1).toEpochDay();
        int last = (int) LocalDate.of(9999, 12, 31).toEpochDay();
        trial.write(
                all(
                        0,
                        "",
                        Integer.MIN_VALUE,
                        Long.MIN_VALUE,
                        Short.MIN_VALUE,
                        Byte.MIN_VALUE,
                        Float.MIN_VALUE,
                        Double.MIN_VALUE,
                        "-99999999999999999999.999999999999999999",
                        "-999999999999999999",
                        false,
                        first,
                        FIRST_MICRO,
                        FIRST_MICRO,
                        new byte[0]),
                all(
                        1,
                        "ü",
                        Integer.MAX_VALUE,
                        Long.MAX_VALUE,
                        Short.MAX_VALUE,
                        Byte.MAX_VALUE,
                        Float.MAX_VALUE,
                        Double.MAX_VALUE,
                        "0.000000000000000001",
                        "10",
                        true,
                        last,
                        LAST_MICRO,
                        LAST_MICRO,
                        new byte[] {0, -1, 92}),
                all(
                        2,
                        "x",
                        0,
                        -1L,
                        (short) 0,
                        (byte) -1,
                        Float.NaN,
                        Double.NEGATIVE_INFINITY,
                        "0",
                        "0",
                        true,
                        -1,
                        -1L,
                        1_000_000L,
                        new byte[] {1}));
        trial.write(new Row(3, 0, new Object[14]));

        assertThat(trial.refused).isEmpty();
        assertThat(trial.query("SELECT s,i,l,h,b,f,d,n,m,o,y,t AT TIME ZONE 'UTC',z,x FROM t ORDER BY _offset"))
                .containsExactly(
                        "|-2147483648|-9223372036854775808|-32768|-128|1e-45|5e-324"
                                + "|-99999999999999999999.999999999999999999|-999999999999999999|f|0001-01-01"
                                + "|0001-01-01 00:00:00|0001-01-01 00:00:00|\\x",
                        "ü|2147483647|9223372036854775807|32767|127|3.4028235e+38|1.7976931348623157e+308"
                                + "|0.000000000000000001|10|t|9999-12-31|9999-12-31 23:59:59.999999"
                                + "|9999-12-31 23:59:59.999999|\\x00ff5c",
                        "x|0|-1|0|-1|NaN|-Infinity|0.000000000000000000|0|t|1969-12-31"
                                + "|1969-12-31 23:59:59.999999|1970-01-01 00:00:01|\\x01",
                        "null|null|null|null|null|null|null|null|null|null|null|null|null|null");
    }

    private static Row all(long offset, Object... values) {
        Object[] row = values.clone();
        row[7] = Decimal.apply(new BigDecimal((String) values[7]).setScale(18), 38, 18);
        row[8] = Decimal.apply(new BigDecimal((String) values[8]), 18, 0);
        return new Row(offset, 0, row);
    }

    @Test
    @DisplayName("text arrives byte for byte, whatever COPY means by its characters and wherever they stand")
    void specialText() throws Exception {
        PostgresTrial trial = PostgresTrial.append("s STRING").prepared();
        List<String> special = List.of(
                "\\",
                "\t",
                "\n",
                "\r",
                "\b\f\u000b",
                "\r\n",
                "\\.",
                "\\N",
                "'\"",
                "\"\\\"",
                "😀",
                "é\\",
                "\u007f\u0080",
                "\u0001",
                "\\x41",
                "",
                " ",
                "NULL",
                "abcdefgh",
                "abcdefgh\\",
                "\\abcdefgh");
        List<String> texts = new java.util.ArrayList<>(special);
        for (int i = 0; i < 40; i++) {
            texts.add("x".repeat(i) + "\t" + "y".repeat(40 - i) + "ß\\z");
        }
        trial.write(IntStream.range(0, texts.size())
                .mapToObj(i -> Row.of(i, texts.get(i)))
                .toList());
        assertThat(trial.refused).isEmpty();
        assertThat(trial.query("SELECT s FROM t ORDER BY _offset")).isEqualTo(texts);
    }

    @Test
    @DisplayName("nested values become exact JSON")
    void nestedValuesBecomeExactJson() throws Exception {
        PostgresTrial trial = PostgresTrial.append(
                        "j STRUCT<a: DECIMAL(38,10), `\"q\\`: STRING, x: BINARY, y: DATE, t: TIMESTAMP,"
                                + " z: TIMESTAMP_NTZ, l: ARRAY<BIGINT>, m: MAP<STRING, DOUBLE>, o: BOOLEAN>")
                .prepared();
        Object struct = new GenericInternalRow(new Object[] {
            Decimal.apply(new BigDecimal("1234567890123456789012345678.0000000001"), 38, 10),
            UTF8String.fromString("a\"b\\c\n\t\u0001é😀\\N\\."),
            new byte[] {1, 2, 3, -1},
            0,
            1L,
            0L,
            new GenericArrayData(new Object[] {Long.MAX_VALUE, null}),
            new ArrayBasedMapData(
                    new GenericArrayData(new Object[] {UTF8String.fromString("k\\"), UTF8String.fromString("n")}),
                    new GenericArrayData(new Object[] {0.1, Double.NaN})),
            true
        });
        trial.write(Row.of(0, struct));
        assertThat(trial.refused).isEmpty();
        assertThat(
                        trial.query(
                                "SELECT j->>'a', j->>'\"q\\', j->>'x', j->>'y', j->>'t', j->>'z', j->'l', j->'m', j->'o' FROM t"))
                .containsExactly(
                        "1234567890123456789012345678.0000000001|a\"b\\c\n\t\u0001é😀\\N\\.|AQID/w==|1970-01-01"
                                + "|1970-01-01T00:00:00.000001Z|1970-01-01T00:00:00|[9223372036854775807, null]"
                                + "|{\"n\": \"NaN\", \"k\\\\\": 0.1}|true");
    }

    @Test
    @DisplayName("what Postgres can never hold is refused with the column's name, and its neighbours land")
    void neverHeld() throws Exception {
        PostgresTrial trial =
                PostgresTrial.append("s STRING, j ARRAY<STRING>, d DATE").prepared();
        Object zero = new GenericArrayData(new Object[] {UTF8String.fromString("a\0")});
        trial.write(
                Row.of(0, "good", null, 0),
                Row.of(1, "12345678a\0b", null, 0),
                Row.of(2, "x", zero, 0),
                Row.of(3, "x", null, Integer.MAX_VALUE),
                Row.of(4, UTF8String.fromBytes(new byte[] {(byte) 0xff}), null, 0),
                Row.of(5, "good", null, 1));
        assertThat(trial.query("SELECT _offset FROM t ORDER BY 1")).containsExactly("0", "5");
        assertThat(trial.refused).containsOnlyKeys("1/0", "2/0", "3/0", "4/0");
        assertThat(trial.refused.get("1/0"))
                .isEqualTo("column s: the text contains U+0000, which Postgres cannot store");
        assertThat(trial.refused.get("2/0")).startsWith("column j: ");
        assertThat(trial.refused.get("3/0")).startsWith("column d: ").contains("9999");
        assertThat(trial.refused.get("4/0")).contains("invalid byte sequence");
    }

    @Test
    @DisplayName("the same rows again change nothing and refuse nothing, overlapping or whole, over many chunks")
    void sameRowsAgainChangeNothing() throws Exception {
        PostgresTrial trial = PostgresTrial.append("s STRING").prepared();
        trial.write(numbered(0, 45_000));
        List<String> before = trial.query("SELECT _offset, s, xmin FROM t ORDER BY 1");
        trial.write(numbered(0, 45_000));
        assertThat(trial.query("SELECT _offset, s, xmin FROM t ORDER BY 1")).isEqualTo(before);
        assertThat(trial.refused).isEmpty();

        trial.write(numbered(44_990, 100_000));
        assertThat(trial.refused).isEmpty();
        assertThat(trial.query("SELECT count(*), count(DISTINCT _offset), max(_offset) FROM t"))
                .containsExactly("100000|100000|99999");
    }

    @Test
    @DisplayName("nothing is left on the connection, and nothing in the table if the task does not commit")
    void leavesNothing() throws Exception {
        PostgresTrial trial = PostgresTrial.append("s STRING").prepared();
        try (Connection ledger = TestPostgres.connect(trial.access)) {
            ledger.setAutoCommit(false);
            trial.write(ledger, numbered(0, 10));
            ledger.rollback();
            assertThat(trial.count()).isZero();
            for (int i = 0; i < 8; i++) {
                trial.write(ledger, numbered(0, 10));
                ledger.commit();
            }
            try (var state = ledger.createStatement()
                    .executeQuery("SELECT coalesce(string_agg(statement, '; '), '') FROM pg_prepared_statements"
                            + " WHERE statement NOT IN ('BEGIN', 'COMMIT', 'ROLLBACK')"
                            + " UNION SELECT relname FROM pg_class WHERE relpersistence = 't'")) {
                state.next();
                assertThat(state.getString(1)).isEmpty();
                assertThat(state.next()).isFalse();
            }
        }
        assertThat(trial.count()).isEqualTo(10);
    }

    static List<Row> numbered(int from, int to) {
        return LongStream.range(from, to).mapToObj(i -> Row.of(i, "row " + i)).collect(Collectors.toList());
    }
}
