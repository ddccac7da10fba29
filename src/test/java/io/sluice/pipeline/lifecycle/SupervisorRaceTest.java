package io.sluice.pipeline.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.engine.FlowRun;
import io.sluice.pipeline.FakeEngine;
import io.sluice.stream.flow.TriggerSpec.Mode;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Many threads that order at once")
class SupervisorRaceTest {

    private final FakeEngine engine = new FakeEngine();
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Supervisor supervisor = new Supervisor(new Surroundings(
            engine,
            (id, state, since, error) -> {},
            workers,
            (delay, action) -> {
                // Retries come at once, to get into everybody's way.
                Future<?> future = timer.schedule(action, 1, TimeUnit.MILLISECONDS);
                return () -> future.cancel(false);
            },
            Clock.systemUTC(),
            System::nanoTime,
            new Backoff(() -> 0),
            Duration.ofSeconds(10),
            () -> {},
            (id, condition) -> {}));

    @AfterEach
    void end() {
        supervisor.shutDown();
        timer.shutdownNow();
        workers.shutdownNow();
    }

    @Test
    @DisplayName("never get two flows of one pipeline, and in the end what was ordered last")
    void neverTwo() throws Exception {
        engine.onStart(run -> {
            if (engine.starts.size() % 7 == 0) {
                throw new IOException("away");
            }
            Thread.yield();
        });
        PipelineActor actor = actor(1);
        List<Future<?>> threads = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            Random random = new Random(t);
            threads.add(workers.submit(() -> {
                for (int i = 0; i < 400; i++) {
                    disturb(actor, random.nextInt(7));
                }
            }));
        }
        for (Future<?> thread : threads) {
            thread.get(60, TimeUnit.SECONDS);
        }
        assertThat(engine.violations).isEmpty();

        engine.onStart(run -> {});
        actor.release();
        actor.start();
        await().untilAsserted(() -> assertThat(actor.condition().state()).isEqualTo(PipelineState.RUNNING));
        actor.stop();
        await().untilAsserted(() -> assertThat(actor.condition().state()).isEqualTo(PipelineState.STOPPED));
        assertThat(engine.alive(1)).isEmpty();
        assertThat(engine.violations).isEmpty();
    }

    private void disturb(PipelineActor actor, int how) {
        switch (how) {
            case 0, 1 -> actor.start();
            case 2 -> actor.stop();
            case 3 -> actor.restart();
            case 4 -> actor.replace(run(1));
            case 5 -> engine.alive(1).ifPresent(flow -> flow.fail(new IOException("away")));
            default -> {
                actor.hold();
                actor.release();
            }
        }
    }

    @Test
    @DisplayName("find other pipelines undisturbed by one whose start hangs")
    void oneHangs() {
        CountDownLatch hanging = new CountDownLatch(1);
        engine.onStart(run -> {
            if (run.pipelineId() == 1) {
                hanging.await();
            }
        });
        PipelineActor stuck = actor(1);
        PipelineActor other = actor(2);
        stuck.start();
        other.start();
        await().untilAsserted(() -> assertThat(other.condition().state()).isEqualTo(PipelineState.RUNNING));
        assertThat(stuck.condition().state()).isEqualTo(PipelineState.STARTING);
        hanging.countDown();
    }

    @Test
    @DisplayName("end together when the application does, and what is desired stays")
    void shutsDown() {
        List<PipelineActor> actors = List.of(actor(1), actor(2), actor(3));
        actors.forEach(PipelineActor::start);
        await().until(() -> engine.queries().size() == 3);
        supervisor.shutDown();
        assertThat(engine.queries()).isEmpty();
        actors.forEach(PipelineActor::start);
        assertThat(actors).allSatisfy(actor -> {
            assertThat(actor.condition().desired()).isEqualTo(DesiredState.RUNNING);
            assertThat(actor.condition().flow()).isNull();
        });
        assertThat(actor(4).hold()).isCompleted();
    }

    private PipelineActor actor(long id) {
        return supervisor.supervise(run(id), Remembered.created(Instant.EPOCH));
    }

    private static FlowRun run(long id) {
        return Bench.run(id, Mode.PROCESSING_TIME);
    }
}
