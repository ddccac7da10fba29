package io.sluice.stream.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.stream.flow.SinkSpec.WriteMode;
import io.sluice.stream.store.Trial.Line;
import io.sluice.stream.store.Trial.Stored;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store keeps of rows that are found by their key. */
abstract class UpsertContract extends AuditContract {

    private static final String EVENTS = "k STRING, n BIGINT, v DOUBLE, text STRING";

    /** Of two rows of a key the later one is newer, unless versions decide: written out by hand, not as a store does it. */
    private static final Comparator<Line> LATER = Comparator.<Line, String>comparing(
                    line -> line.record().topic())
            .thenComparingInt(line -> line.record().partition())
            .thenComparingLong(line -> line.record().offset())
            .thenComparingInt(Line::ordinal);

    private static final Comparator<Line> NEWER =
            Comparator.<Line>comparingDouble(UpsertContract::version).thenComparing(LATER);

    private static double version(Line line) {
        Object version = line.values()[2];
        return version == null ? Double.NEGATIVE_INFINITY : (Double) version + 0.0;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anyOrderInAnyBatchesWithRepetitionsEndsInTheSameRows(long seed) throws Exception {
        Random random = new Random(seed);
        List<Line> events = events(random);
        Trial trial = upsert(seed % 4 == 0 ? null : "v");
        for (List<Line> batch : batches(events, random)) {
            trial.write(batch);
            assertThat(trial.refused).isEmpty();
        }
        Comparator<Line> newer = trial.sink.version() == null ? LATER : NEWER;
        assertThat(trial.rows()).containsExactlyInAnyOrderElementsOf(newest(events, newer));
    }

    private static List<Line> events(Random random) {
        Double[] versions = {null, -1.0, -0.0, 0.0, 1e300, Double.POSITIVE_INFINITY};
        List<Line> events = new ArrayList<>();
        for (int n = 0; n < 60; n++) {
            Double version = versions[random.nextInt(versions.length)];
            String key = "k" + random.nextInt(3);
            long number = random.nextInt(2);
            events.add(new Line(n % 3 == 0 ? "u" : "t", n % 2, 7 + n / 6, n % 6, key, number, version, "text " + n));
        }
        events.add(new Line(99, 0, "only", 0L, null, "text 99"));
        return events;
    }

    private static List<List<Line>> batches(List<Line> events, Random random) {
        List<Line> deliveries = new ArrayList<>(events);
        deliveries.addAll(events.subList(0, events.size() / 2));
        Collections.shuffle(deliveries, random);
        List<List<Line>> batches = new ArrayList<>();
        for (int from = 0; from < deliveries.size(); ) {
            int to = Math.min(deliveries.size(), from + 1 + random.nextInt(20));
            batches.add(deliveries.subList(from, to));
            from = to;
        }
        return batches;
    }

    private static List<Stored> newest(List<Line> events, Comparator<Line> newer) {
        Map<Object, Line> newest = new HashMap<>();
        events.forEach(event -> newest.merge(
                List.of(event.values()[0], event.values()[1]), event, (a, b) -> newer.compare(a, b) > 0 ? a : b));
        return newest.values().stream()
                .map(line -> new Stored(line.position(), Arrays.asList(line.values())))
                .toList();
    }

    @Test
    void rowWithoutAKeyOrWithAVersionThatIsNoNumberIsRefused() throws Exception {
        Trial trial = upsert("v");
        trial.write(
                new Line(0, 0, "a", 1L, 1.0, "first"),
                new Line(1, 0, null, 1L, 2.0, "without a key"),
                new Line(2, 0, "a", 1L, Double.NaN, "no number"),
                new Line(3, 0, "b", 1L, 3.0, "neighbour"));
        assertThat(trial.refused).hasSize(2);
        assertThat(trial.refused.get(0)).startsWith("t/0/1/0: ").contains("null");
        assertThat(trial.refused.get(1)).startsWith("t/0/2/0: ").contains("NaN");
        assertThat(trial.rows())
                .containsExactlyInAnyOrder(
                        new Stored("t/0/0/0", "a", 1L, 1.0, "first"), new Stored("t/0/3/0", "b", 1L, 3.0, "neighbour"));
    }

    @Test
    void rowWithoutAVersionIsOlderThanAnyOther() throws Exception {
        Trial trial = upsert("v");
        trial.write(new Line(0, 0, "a", 1L, -1.0, "stays"), new Line(1, 0, "b", 1L, null, "goes"));
        trial.write(new Line(2, 0, "a", 1L, null, "comes too late"), new Line(3, 0, "b", 1L, null, "is newer"));
        assertThat(trial.rows())
                .containsExactlyInAnyOrder(
                        new Stored("t/0/0/0", "a", 1L, -1.0, "stays"),
                        new Stored("t/0/3/0", "b", 1L, null, "is newer"));
    }

    @Test
    void laterOfTwoRowsOfOneRecordStaysWhicheverComesFirst() throws Exception {
        Trial trial = upsert(null);
        trial.write(new Line(0, 1, "a", 1L, null, "second"), new Line(1, 0, "b", 1L, null, "first"));
        trial.write(new Line(0, 0, "a", 1L, null, "first"), new Line(1, 1, "b", 1L, null, "second"));
        assertThat(trial.rows())
                .containsExactlyInAnyOrder(
                        new Stored("t/0/0/1", "a", 1L, null, "second"), new Stored("t/0/1/1", "b", 1L, null, "second"));
    }

    @Test
    void refusedUpdateIsNamedAndLeavesTheRowThatIsThere() throws Exception {
        Trial trial = upsert(null);
        refuse(trial.sink, "never");
        trial.write(new Line(0, 0, "a", 1L, null, "there"));
        trial.write(new Line(1, 0, "a", 1L, null, "never"), new Line(2, 0, "b", 1L, null, "neighbour"));
        assertThat(trial.refused).singleElement().asString().startsWith("t/0/1/0: ");
        assertThat(trial.rows())
                .containsExactlyInAnyOrder(
                        new Stored("t/0/0/0", "a", 1L, null, "there"),
                        new Stored("t/0/2/0", "b", 1L, null, "neighbour"));
    }

    private Trial upsert(@Nullable String version) throws Exception {
        Trial trial = trial(EVENTS, WriteMode.UPSERT, List.of("k", "n"), version);
        trial.prepare();
        return trial;
    }
}
