package io.sluice.pipeline.figures;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.PartitionProgress;
import io.sluice.pipeline.figures.LagWatch.Lag;
import io.sluice.pipeline.figures.LagWatch.Trend;
import io.sluice.stream.flow.Counters;
import io.sluice.stream.flow.Offsets;
import io.sluice.stream.flow.Position;
import io.sluice.stream.flow.Standing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The lag of a pipeline")
class LagWatchTest {

    private static final long ID = 1;

    long now = Long.MAX_VALUE - 1000; // the clock may overflow
    LagWatch watch = new LagWatch(() -> now);

    @Test
    @DisplayName("in seconds is the age of the oldest record that is still to be read, of all partitions")
    void secondsAreTheAgeOfTheOldestUnreadRecord() {
        ends(100, 0);
        pass(10);
        ends(200, 10);
        pass(10);
        ends(200, 10);
        assertThat(lag(200, 10).seconds()).isZero();
        // It came in the middle of the first ten seconds.
        assertThat(lag(149, 10).seconds()).isEqualTo(15);
        assertThat(lag(200, 0).seconds()).isEqualTo(19);
        pass(3600);
        assertThat(lag(200, 10)).isEqualTo(new Lag(0, 0L, null, 0L));
        assertThat(lag(199, 10).seconds()).isEqualTo(3610);
    }

    @Test
    @DisplayName(
            "in seconds is not known of records that were there before it was looked first, nor after a topic is made anew")
    void unknownSeconds() {
        ends(100, 0);
        pass(10);
        ends(200, 0);
        assertThat(lag(99, 0)).isEqualTo(new Lag(101, null, null, null));
        assertThat(lag(100, 0).seconds()).isEqualTo(9);
        ends(50, 0);
        assertThat(lag(20, 0).seconds()).isNull();
    }

    @Test
    @DisplayName("in seconds is what others tell of records that were there before, but not after what was seen itself")
    void toldSeconds() {
        ends(1_000, 500);
        assertThat(lag(100, 500)).isEqualTo(new Lag(900, null, null, null));
        assertThat(watch.older(Map.of(ID, List.of()), 10)).containsExactly(new Position("t", 0, 100));
        watch.tell(Map.of(new Position("t", 0, 100), Duration.ofSeconds(3_600)));
        assertThat(lag(100, 500).seconds()).isBetween(3_590L, 3_600L);
        // In between they are taken for having come evenly, until somebody tells more.
        assertThat(lag(550, 500).seconds()).isBetween(1_790L, 1_800L);
        assertThat(watch.older(Map.of(ID, List.of()), 10)).containsExactly(new Position("t", 0, 550));
        watch.tell(Map.of(new Position("t", 0, 550), Duration.ofSeconds(10)));
        assertThat(lag(550, 500).seconds()).isEqualTo(9);
        assertThat(lag(325, 500).seconds()).isBetween(1_790L, 1_815L);
        watch.tell(Map.of(
                new Position("t", 0, 700), Duration.ofSeconds(-60), new Position("t", 0, 600), Duration.ofDays(9)));
        pass(5);
        assertThat(lag(700, 500).seconds()).isEqualTo(5);
        assertThat(lag(600, 500).seconds()).isBetween(14L, 15L);
        assertThat(lag(1_000, 500)).isEqualTo(new Lag(0, 0L, null, 0L));
        assertThat(watch.older(Map.of(ID, List.of()), 10)).isEmpty();
    }

    @Test
    @DisplayName("in seconds is asked for first where nothing is known, and never of more than so many")
    void asksForFew() {
        ends(1_000, 1_000);
        lag(100, 100);
        watch.tell(Map.of(new Position("t", 0, 50), Duration.ofSeconds(3_000)));
        assertThat(watch.older(Map.of(ID, List.of()), 1)).containsExactly(new Position("t", 1, 100));
        for (long offset = 60; offset < 900; offset++) {
            watch.tell(Map.of(new Position("t", 0, offset), Duration.ofSeconds(2_000 - offset)));
        }
        assertThat(lag(890, 1_000).seconds()).isBetween(1_100L, 1_115L);
        assertThat(lag(100, 1_000).seconds()).isBetween(1_500L, 1_990L);
    }

    @Test
    @DisplayName("counts what came since the last micro-batch of a flow that hangs, and what only the flow has seen")
    void countsWhatCameSinceTheLastMicroBatch() {
        ends(100, 0);
        pass(5);
        ends(150, 0);
        assertThat(running(100, 100).offsets()).isEqualTo(50);
        assertThat(running(150, 170)).isEqualTo(new Lag(20, 0L, null, null));
    }

    @Test
    @DisplayName("is not known where an end or a position is not")
    void isUnknownWithoutAnEndOrAPosition() {
        assertThat(watch.of(ID, List.of())).isEmpty();
        read(0, 0);
        assertThat(watch.of(ID, List.of())).isEmpty();
    }

    @Test
    @DisplayName("falls, and tells when it is caught up")
    void fallingLagTellsWhenItIsCaughtUp() {
        ends(1_000_000, 0);
        Lag lag = lag(0, 0);
        for (int i = 0; i <= 12; i++) {
            // Some looks come in the middle of a micro-batch.
            lag = lag(100_000 + 50_000L * i + (i % 2) * 5_000, 0);
            pass(5);
        }
        assertThat(lag.trend()).isEqualTo(Trend.FALLING);
        assertThat(lag.caughtUpInSeconds()).isBetween(25L, 35L);
    }

    @Test
    @DisplayName("rises, and never is caught up as it goes on")
    void risingLagIsNeverCaughtUp() {
        Lag lag = lag(0, 0);
        for (int i = 0; i <= 12; i++) {
            ends(1000 * i, 0);
            lag = lag(500 * i, 0);
            pass(5);
        }
        assertThat(lag.trend()).isEqualTo(Trend.RISING);
        assertThat(lag.caughtUpInSeconds()).isNull();
    }

    @Test
    @DisplayName("is steady where it goes up and down, and tells no time for what does not fall")
    void steadyLagTellsNoTime() {
        Lag lag = lag(0, 0);
        for (int i = 0; i <= 24; i++) {
            ends(1000 * i + 500, 0);
            lag = lag(1000 * i + (i * 7 % 3) * 200, 0);
            pass(5);
        }
        assertThat(lag.trend()).isEqualTo(Trend.STEADY);
        assertThat(lag.caughtUpInSeconds()).isNull();
    }

    @Test
    @DisplayName("is known in time though ends were seen for days: older ones become coarser, not fewer")
    void olderEndsBecomeCoarserNotFewer() {
        for (int i = 0; i <= 20_000; i++) {
            ends(10 * i, 0);
            pass(5);
        }
        assertThat(lag(199_900, 0).seconds()).isBetween(50L, 60L);
        assertThat(lag(100_000, 0).seconds()).isBetween(49_000L, 51_000L);
    }

    private Lag lag(long first, long second) {
        read(first, second);
        return watch.of(ID, List.of()).orElse(new Lag(0, null, null, null));
    }

    private Lag running(long processed, long end) {
        return watch.of(ID, List.of(new PartitionProgress("t", 0, processed, end)))
                .orElseThrow();
    }

    private void read(long first, long second) {
        Offsets next = new Offsets(Map.of("t", Map.of(0, first, 1, second)));
        watch.add(Map.of(ID, new Standing(Counters.NONE, next)), Map.of(ID, List.of()));
    }

    private void ends(long first, long second) {
        watch.addEnds(new Offsets(Map.of("t", Map.of(0, first, 1, second))));
    }

    private void pass(long seconds) {
        now += Duration.ofSeconds(seconds).toNanos();
    }
}
