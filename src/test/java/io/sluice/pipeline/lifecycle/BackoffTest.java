package io.sluice.pipeline.lifecycle;

import static io.sluice.pipeline.lifecycle.PipelineState.RETRYING;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A pipeline that keeps failing")
class BackoffTest {

    @Test
    @DisplayName("waits longer after each failure, between half a second and five minutes")
    void backsOff() {
        List<Long> shortest = delays(0);
        List<Long> longest = delays(1);
        assertThat(shortest).startsWith(500L, 1_000L, 2_000L).endsWith(150_000L, 150_000L);
        assertThat(longest).startsWith(1_000L, 2_000L, 4_000L).endsWith(300_000L, 300_000L);
    }

    private static List<Long> delays(double random) {
        Bench bench = new Bench();
        bench.random = random;
        bench.engine.onStart(run -> {
            throw new IOException("broker away");
        });
        PipelineActor actor = bench.actor();
        actor.start();
        List<Long> delays = new ArrayList<>();
        for (int attempt = 1; attempt <= 40; attempt++) {
            bench.work();
            Condition now = actor.condition();
            assertThat(now.state()).isEqualTo(RETRYING);
            assertThat(now.attempt()).isEqualTo(attempt);
            assertThat(now.lastError().type()).hasToString("IOException");
            Duration delay = Duration.between(now.since(), now.nextRetryAt());
            delays.add(delay.toMillis());
            bench.pass(delay);
        }
        return delays;
    }
}
