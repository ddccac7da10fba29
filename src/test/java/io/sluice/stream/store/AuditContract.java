package io.sluice.stream.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.stream.flow.RejectedException;
import io.sluice.stream.flow.SinkSpec.WriteMode;
import io.sluice.stream.store.StoreAudit.RowAt;
import io.sluice.stream.store.StoreAudit.Span;
import io.sluice.stream.store.Trial.Line;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.InternalRow;
import org.junit.jupiter.api.Test;

/** What the audit of a store has to find, and what it must not take for a difference; if the store has one. */
abstract class AuditContract extends StoreCase {

    private static final String ROWS = "id BIGINT, text STRING";
    private static final int MANY = 3_000;

    private static final String EVERY_TYPE = """
            s STRING, b BOOLEAN, y TINYINT, h SMALLINT, i INT, l BIGINT, f FLOAT, d DOUBLE, c DECIMAL(10,2),
            e DECIMAL(38,10), w DECIMAL(38,0), day DATE, at TIMESTAMP, n TIMESTAMP_NTZ, x BINARY, a ARRAY<DOUBLE>,
            t STRUCT<p: DECIMAL(5,3), q: TIMESTAMP, r: BINARY, v: FLOAT, u: STRING>, m MAP<STRING, BIGINT>,
            o MAP<STRING, ARRAY<STRING>>""";

    private static final List<String> TEXTS = List.of(
            "", " ", "a", "\\N", "\t\n\r\\", "\"{}'", "ünïcödé \ud83d\ude00", "\u0001", "NaN", "x".repeat(9_000));
    private static final List<Double> DOUBLES = List.of(
            0.0,
            -0.0,
            1.0,
            0.1,
            1e-7,
            1e22,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            Double.MIN_VALUE,
            Double.MAX_VALUE,
            1 / 3.0,
            123456789012345680.0,
            4.35);
    private static final List<Float> FLOATS = List.of(
            0f, -0f, 0.1f, Float.NaN, Float.POSITIVE_INFINITY, Float.MIN_VALUE, Float.MAX_VALUE, 16777217f, 1e-30f);
    private static final List<Instant> TIMES = List.of(
            Instant.EPOCH,
            Instant.parse("0001-01-01T00:00:00Z"),
            Instant.parse("9999-12-31T23:59:59.999999Z"),
            Instant.parse("1969-12-31T23:59:59.999999Z"),
            Instant.parse("2024-02-29T12:00:00.123456Z"),
            Instant.parse("1582-10-10T00:00:00.1Z"));

    private final Random random = new Random(42);

    @Test
    void auditOfWhatWasWrittenFindsNothingWhateverTheValues() throws Exception {
        Trial trial = trial(EVERY_TYPE, WriteMode.APPEND, List.of(), null);
        trial.prepare();
        List<Line> lines = new ArrayList<>();
        for (int n = 0; n < 500; n++) {
            lines.add(new Line(n, 0, odd()));
        }
        trial.write(lines);
        assertThat(audit(trial, lines, List.of())).isEmpty();
    }

    @Test
    void auditNamesEachDifferenceByItsPositionAndRepairsIt() throws Exception {
        Trial trial = trial(ROWS, WriteMode.APPEND, List.of(), null);
        trial.prepare();
        List<Line> expected = new ArrayList<>();
        for (long n = 0; n < MANY; n++) {
            expected.add(new Line(n, 0, n, "row " + n));
        }
        expected.add(new Line(MANY, 0, 1L, "a"));
        expected.add(new Line(MANY, 1, 2L, "b"));
        List<Line> written = new ArrayList<>(expected);
        written.set(7, new Line(7, 0, 7L, "altered"));
        written.set(8, new Line(8, 0, null, "row 8"));
        written.remove(expected.get(MANY + 1));
        written.remove(expected.get(1_234));
        written.add(new Line(9, 1, 9L, "added"));
        trial.write(written);

        List<String> unexpected = offered(trial) ? List.of("unexpected 9/1") : List.of();
        assertThat(audit(trial, expected, List.of()))
                .containsExactlyInAnyOrderElementsOf(
                        offered(trial)
                                ? List.of(
                                        "different 7/0 text",
                                        "different 8/0 id",
                                        "missing 1234/0",
                                        "missing " + MANY + "/1",
                                        "unexpected 9/1")
                                : List.of());
        assertThat(audit(trial, expected, List.of(at(7, 0), at(8, 0), at(1_234, 0), at(MANY, 1))))
                .hasSize(offered(trial) ? 5 : 0);
        assertThat(audit(trial, expected, List.of())).isEqualTo(unexpected);
    }

    private boolean offered(Trial trial) {
        return store().audit(trial.sink, trial.columns).isPresent();
    }

    private static RowAt at(long offset, int ordinal) {
        return new RowAt(offset, ordinal);
    }

    /** What is found; repairs these rows then. */
    private List<String> audit(Trial trial, List<Line> lines, List<RowAt> repairs) throws Exception {
        StoreAudit.Factory factory = store().audit(trial.sink, trial.columns).orElse(null);
        List<String> found = new ArrayList<>();
        if (factory == null) {
            return found;
        }
        Span span = new Span("t", 0, 0, MANY + 1);
        try (Connection ledger = factory.isInLedger() ? ledger() : null;
                StoreAudit audit = factory.open(ledger)) {
            var toCatalyst = CatalystTypeConverters.createToCatalystConverter(trial.columns);
            for (Line line : lines) {
                try {
                    audit.expect(line.record(), line.ordinal(), (InternalRow)
                            toCatalyst.apply(RowFactory.create(line.values())));
                } catch (RejectedException e) {
                    assertThat(trial.refused).anyMatch(refusal -> refusal.startsWith(line.position() + ": "));
                }
            }
            audit.compare(span, differences(found));
            if (!repairs.isEmpty()) {
                assertThat(audit.repair(repairs)).isEqualTo(repairs.size());
            }
            if (ledger != null) {
                ledger.commit();
            }
            audit.forget();
        }
        factory.walk().ifPresent(walk -> {
            TreeSet<String> expected = new TreeSet<>();
            lines.forEach(line -> expected.add(line.position()));
            try {
                walk.each(List.of(span), (topic, partition, row) -> {
                    if (!expected.contains(topic + "/" + partition + "/" + row.offset() + "/" + row.ordinal())) {
                        found.add("unexpected " + row.offset() + "/" + row.ordinal());
                    }
                });
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        return found;
    }

    private static StoreAudit.Differences differences(List<String> found) {
        return new StoreAudit.Differences() {
            @Override
            public void missing(RowAt row) {
                found.add("missing " + row.offset() + "/" + row.ordinal());
            }

            @Override
            public void different(RowAt row, String field) {
                found.add("different " + row.offset() + "/" + row.ordinal() + " " + field);
            }

            @Override
            public void unexpected(RowAt row) {
                found.add("unexpected " + row.offset() + "/" + row.ordinal());
            }

            @Override
            public void refused(RowAt row, String reason) {
                found.add("refused " + row.offset() + "/" + row.ordinal() + " " + reason);
            }
        };
    }

    private Object[] odd() {
        Object[] values = {
            pick(TEXTS),
            random.nextBoolean(),
            (byte) random.nextInt(),
            (short) random.nextInt(),
            random.nextInt(),
            pick(List.of(0L, Long.MIN_VALUE, Long.MAX_VALUE, random.nextLong())),
            pick(FLOATS),
            pick(DOUBLES),
            pick(List.of(new BigDecimal("0.00"), new BigDecimal("-12345678.90"), new BigDecimal("1.10"))),
            pick(List.of(new BigDecimal("1e-10"), new BigDecimal("1234567890123456789012345678.0123456789"))),
            new BigDecimal(new BigInteger(120, random)),
            pick(List.of(
                    LocalDate.EPOCH, LocalDate.of(1, 1, 1), LocalDate.of(9999, 12, 31), LocalDate.of(1582, 10, 5))),
            Timestamp.from(pick(TIMES)),
            LocalDateTime.ofInstant(pick(TIMES), java.time.ZoneOffset.UTC),
            new byte[] {0, (byte) random.nextInt(), -1, '\\'},
            Arrays.asList(pick(DOUBLES), null, pick(DOUBLES)),
            RowFactory.create(
                    new BigDecimal("1.500"), Timestamp.from(pick(TIMES)), new byte[] {1, 0}, pick(FLOATS), pick(TEXTS)),
            new TreeMap<>(Map.of("b", 1L, "a", random.nextLong(), "", -1L)),
            Map.of("k.e$y", Arrays.asList(pick(TEXTS), null))
        };
        for (int i = 0; i < values.length; i++) {
            if (random.nextInt(8) == 0) {
                values[i] = null;
            }
        }
        return values;
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
