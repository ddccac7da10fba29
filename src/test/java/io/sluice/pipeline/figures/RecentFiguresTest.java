package io.sluice.pipeline.figures;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.pipeline.figures.RecentFigures.Rates;
import io.sluice.stream.flow.Counters;
import io.sluice.stream.flow.Counters.SinkCounters;
import io.sluice.stream.flow.Offsets;
import io.sluice.stream.flow.Standing;
import io.sluice.stream.store.mongo.MongoStore;
import io.sluice.stream.store.postgres.PostgresStore;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Recent figures")
class RecentFiguresTest {

    long now = Long.MAX_VALUE - 1000; // the clock may overflow
    RecentFigures recent = new RecentFigures(() -> now);

    @Test
    @DisplayName("give rates over the last minute, however long a pipeline has run")
    void ratesAreOfTheLastMinute() {
        for (int i = 0; i <= 60; i++) {
            read(100L * i, 0, 0);
            pass(5);
        }
        for (int i = 1; i <= 14; i++) {
            read(6000 + 50L * i, 0, 0);
            pass(5);
        }
        assertThat(recent.rates(1)).contains(new Rates(10, 10, 0));
    }

    @Test
    @DisplayName("show that everything is rejected, also by one of two sinks")
    void showsThatEverythingIsRejectedByOneOfTwoSinksToo() {
        read(0, 0, 0);
        pass(10);
        read(100, 70, 30);
        assertThat(recent.rates(1)).contains(new Rates(10, 0, 10));
        assertThat(recent.rejectedLastHour(1)).contains(100L);
    }

    @Test
    @DisplayName("count what a pipeline did before it was first seen, if the ledger was read without it")
    void firstSeen() {
        recent.add(Map.of());
        pass(5);
        read(6, 3, 0);
        assertThat(recent.rejectedLastHour(1)).contains(3L);
        assertThat(recent.rates(1)).contains(new Rates(1.2, 0.6, 0.6));

        RecentFigures justStarted = new RecentFigures(() -> now);
        justStarted.add(Map.of(1L, standing(1_000_000, 1_000_000, 0)));
        assertThat(justStarted.rates(1)).isEmpty();
        assertThat(justStarted.rejectedLastHour(1)).contains(0L);
    }

    @Test
    @DisplayName("forget rejections after an hour, and take none back for a replay")
    void lastHour() {
        read(0, 0, 0);
        pass(60);
        read(10, 10, 0);
        pass(60);
        read(20, 0, 0);
        assertThat(recent.rejectedLastHour(1)).contains(10L);
        assertThat(recent.rates(1).orElseThrow().rejected()).isZero();
        for (int i = 0; i < 70; i++) {
            pass(60);
            read(20 + i, i, 0);
        }
        assertThat(recent.rejectedLastHour(1)).contains(60L);
    }

    @Test
    @DisplayName("know nothing of a pipeline that is gone, and no rate while Postgres has been away for long")
    void nothingIsKnownOfAPipelineThatIsGone() {
        read(0, 0, 0);
        pass(5);
        read(5, 0, 0);
        assertThat(recent.rates(1)).isPresent();
        pass(100);
        assertThat(recent.rates(1)).isEmpty();
        recent.add(Map.of());
        assertThat(recent.rejectedLastHour(1)).isEmpty();
    }

    @Test
    @DisplayName("begin anew with the counters")
    void ratesBeginAnewWithTheCounters() {
        read(1000, 0, 0);
        pass(5);
        read(0, 0, 0);
        pass(5);
        read(10, 0, 0);
        assertThat(recent.rates(1)).contains(new Rates(2, 2, 0));
    }

    @Test
    @DisplayName("know the lag before the first micro-batch, but none if an end is not known")
    void lagIsKnownBeforeTheFirstMicroBatch() {
        recent.addEnds(new Offsets(Map.of("t", Map.of(0, 10L, 1, 5L))));
        assertThat(recent.lag(new Offsets(Map.of("t", Map.of(0, 0L, 1, 7L))))).contains(10L);
        assertThat(recent.lag(new Offsets(Map.of("t", Map.of(0, 0L, 2, 0L))))).isEmpty();
        assertThat(recent.lag(Offsets.NONE)).isEmpty();
    }

    private void read(long consumed, long rejected, long refused) {
        recent.add(Map.of(1L, standing(consumed, rejected, refused)));
    }

    private static Standing standing(long consumed, long rejected, long refused) {
        long given = consumed - rejected;
        return new Standing(
                new Counters(
                        consumed,
                        0,
                        rejected,
                        Map.of(
                                PostgresStore.TYPE, new SinkCounters(given - refused, refused, given - refused),
                                MongoStore.TYPE, new SinkCounters(given, 0, given))),
                Offsets.NONE);
    }

    private void pass(long seconds) {
        now += Duration.ofSeconds(seconds).toNanos();
    }
}
