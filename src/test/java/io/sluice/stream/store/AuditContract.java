package io.sluice.stream.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.stream.flow.RejectedException;
import io.sluice.stream.flow.SinkSpec.WriteMode;
import io.sluice.stream.store.StoreAudit.RowAt;
import io.sluice.stream.store.StoreAudit.Span;
import io.sluice.stream.store.Trial.Line;
import io.sluice.stream.store.Trial.Stored;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.InternalRow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        assertThat(audit(trial, lines, false)).isEmpty();
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
        assertThat(audit(trial, expected, false))
                .containsExactlyInAnyOrderElementsOf(
                        offered(trial)
                                ? List.of(
                                        "different 7/0 text",
                                        "different 8/0 id",
                                        "missing 1234/0",
                                        "missing " + MANY + "/1",
                                        "unexpected 9/1")
                                : List.of());
        assertThat(audit(trial, expected, true)).hasSize(offered(trial) ? 5 : 0);
        assertThat(audit(trial, expected, false)).isEqualTo(unexpected);
    }

    private boolean offered(Trial trial) {
        return store().audit(trial.sink, trial.columns).isPresent();
    }

    private static RowAt at(long offset, int ordinal) {
        return new RowAt(offset, ordinal);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void auditOfUpsertsFindsNothingInWhateverOrderTheyCame(long seed) throws Exception {
        List<String> versions = Arrays.asList("d", "at", "s", "c", "i", null);
        Trial trial =
                trial(EVERY_TYPE + ", k STRING", WriteMode.UPSERT, List.of("k", "y"), versions.get((int) seed - 1));
        trial.prepare();
        List<Line> lines = new ArrayList<>();
        for (int n = 0; n < 300; n++) {
            Object[] values = Arrays.copyOf(odd(), 20);
            values[2] = (byte) random.nextInt(4);
            values[19] = "k" + random.nextInt(10);
            lines.add(new Line(n, n % 2, values));
        }
        List<Line> shuffled = new ArrayList<>(lines);
        Collections.shuffle(shuffled, random);
        List<String> refused = new ArrayList<>();
        for (int from = 0; from < shuffled.size(); from += 60) {
            trial.write(shuffled.subList(from, from + 60));
            refused.addAll(trial.refused);
        }
        lines.removeIf(line -> refused.stream().anyMatch(each -> each.startsWith(line.position() + ": ")));
        for (int chunk : new int[] {70, lines.size()}) {
            for (int from = 0; from < lines.size(); from += chunk) {
                assertThat(audit(trial, lines.subList(from, Math.min(lines.size(), from + chunk)), false))
                        .as("rows from %d on", from)
                        .isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"f", "d", "s", "c", "i", "b", "day", "at", "n", "x"})
    void auditFindsUpsertsOfKeysOfEveryType(String key) throws Exception {
        Trial trial = trial(EVERY_TYPE, WriteMode.UPSERT, List.of(key), null);
        trial.prepare();
        List<Line> lines = new ArrayList<>();
        for (int n = 0; n < 100; n++) {
            lines.add(new Line(n, 0, odd()));
        }
        trial.write(lines);
        lines.removeIf(line -> trial.refused.stream().anyMatch(each -> each.startsWith(line.position() + ": ")));
        assertThat(audit(trial, lines, false)).isEmpty();
    }

    @Test
    void auditOfUpsertsNamesEachDifferenceByKeyAndPositionAndRepairsIt() throws Exception {
        Trial trial = trial("k STRING, n INT, v BIGINT, text STRING", WriteMode.UPSERT, List.of("k", "n"), "v");
        trial.prepare();
        List<Line> expected = List.of(
                new Line(0, 0, "as it should be", 0, 1L, "older"),
                new Line(1, 0, "missing", 1, 5L, "newest"),
                new Line(2, 0, "missing", 1, null, "later, but of no version"),
                new Line(3, 0, "altered", 2, 1L, "older"),
                new Line(4, 0, "altered", 2, 2L, "newest"),
                new Line(5, 0, "outdated", 3, 1L, "older"),
                new Line(6, 0, "outdated", 3, 1L, "newest"),
                new Line(7, 0, "as it should be", 0, 7L, "newest"),
                new Line(8, 0, "raised", 4, 1L, "newest"),
                new Line(9, 0, "newer", 5, 1L, "there is one of a record behind these"),
                new Line(10, 0, "two rows", 6, 1L, "first"),
                new Line(10, 1, "two rows", 7, 1L, "second"));
        trial.write(
                expected.get(0),
                expected.get(7),
                new Line(4, 0, "altered", 2, 2L, "by hand"),
                expected.get(5),
                new Line(8, 0, "raised", 4, 99L, "newest"),
                new Line(MANY + 7, 0, "newer", 5, 2L, "newest"),
                new Line(0, 0, "added by hand, as if of a record that was written over", 8, 1L, "older"),
                new Line(10, 0, "two rows", 6, 1L, "first"));

        List<String> repairable = List.of(
                "missing 1/0 [missing, 1]",
                "different 4/0 [altered, 2] text",
                "different 6/0 [outdated, 3] text",
                "different 8/0 [raised, 4] v",
                "missing 10/1 [two rows, 7]");
        List<String> unexpected = List.of("unexpected 0/0 [added by hand, as if of a record that was written over, 8]");
        boolean offered = offered(trial);
        List<String> all = new ArrayList<>(repairable);
        all.addAll(unexpected);
        List<String> nothing = List.of();
        assertThat(audit(trial, expected, false)).containsExactlyInAnyOrderElementsOf(offered ? all : nothing);
        assertThat(audit(trial, expected, true)).containsExactlyInAnyOrderElementsOf(offered ? all : nothing);
        assertThat(audit(trial, expected, false)).isEqualTo(offered ? unexpected : nothing);
        if (offered) {
            assertThat(trial.rows())
                    .contains(
                            new Stored("t/0/1/0", "missing", 1, 5L, "newest"),
                            new Stored("t/0/8/0", "raised", 4, 1L, "newest"),
                            new Stored("t/0/" + (MANY + 7) + "/0", "newer", 5, 2L, "newest"));
        }
    }

    /** What is found in one chunk of these lines. */
    private List<String> audit(Trial trial, List<Line> lines, boolean repair) throws Exception {
        StoreAudit.Factory factory = store().audit(trial.sink, trial.columns).orElse(null);
        Found found = new Found();
        if (factory == null) {
            return found.all;
        }
        assertThat(factory.mode()).isEqualTo(trial.sink.mode());
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
            audit.compare(span, found);
            if (repair) {
                assertThat(audit.repair(List.copyOf(found.repairable))).isEqualTo(found.repairable.size());
                found.held.addAll(found.repairable);
            }
            if (ledger != null) {
                ledger.commit();
            }
            audit.forget();
        }
        StoreAudit.Walk walk = factory.walk().orElse(null);
        if (walk != null) {
            Set<RowAt> expected = new HashSet<>(found.held);
            if (trial.sink.mode() == WriteMode.APPEND) {
                lines.forEach(line -> expected.add(at(line.record().offset(), line.ordinal())));
            }
            try (Connection ledger = factory.isInLedger() ? ledger() : null) {
                walk.each(ledger, List.of(span), (topic, partition, row, key) -> {
                    boolean mine = lines.stream().anyMatch(line -> line.record().offset() == row.offset());
                    if (mine && !expected.remove(row)) {
                        found.add("unexpected", row, key, "");
                    }
                });
            }
        }
        return found.all;
    }

    private static final class Found implements StoreAudit.Differences {

        final List<String> all = new ArrayList<>();
        final Set<RowAt> repairable = new LinkedHashSet<>();
        final Set<RowAt> held = new HashSet<>();

        void add(String what, RowAt row, List<String> key, String rest) {
            all.add(what + " " + row.offset() + "/" + row.ordinal() + (key.isEmpty() ? "" : " " + key) + rest);
        }

        @Override
        public void missing(RowAt row, List<String> key) {
            repairable.add(row);
            add("missing", row, key, "");
        }

        @Override
        public void different(RowAt row, List<String> key, String field) {
            repairable.add(row);
            add("different", row, key, " " + field);
        }

        @Override
        public void unexpected(RowAt row) {
            add("unexpected", row, List.of(), "");
        }

        @Override
        public void refused(RowAt row, String reason) {
            add("refused", row, List.of(), " " + reason);
        }

        @Override
        public void held(RowAt row) {
            held.add(row);
        }
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
