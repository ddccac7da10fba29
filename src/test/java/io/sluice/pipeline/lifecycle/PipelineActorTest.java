package io.sluice.pipeline.lifecycle;

import static io.sluice.pipeline.lifecycle.PipelineState.COMPLETED;
import static io.sluice.pipeline.lifecycle.PipelineState.CREATED;
import static io.sluice.pipeline.lifecycle.PipelineState.FAILED;
import static io.sluice.pipeline.lifecycle.PipelineState.RETRYING;
import static io.sluice.pipeline.lifecycle.PipelineState.RUNNING;
import static io.sluice.pipeline.lifecycle.PipelineState.STARTING;
import static io.sluice.pipeline.lifecycle.PipelineState.STOPPED;
import static io.sluice.pipeline.lifecycle.PipelineState.STOPPING;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.FlowDefinitionException;
import io.sluice.pipeline.FakeFlow;
import io.sluice.stream.flow.TriggerSpec.Mode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A pipeline's actor")
class PipelineActorTest {

    private final Bench bench = new Bench();

    @AfterEach
    void neverTwoFlows() {
        assertThat(bench.engine.violations).isEmpty();
    }

    @Test
    @DisplayName("starts and stops, shows each state on the way, tells each once, and tells the store where it ended")
    void startsAndStops() {
        PipelineActor actor = bench.actor();
        assertThat(actor.condition().state()).isEqualTo(CREATED);

        actor.start();
        assertThat(actor.condition().state()).isEqualTo(STARTING);
        bench.work();
        assertThat(actor.condition().state()).isEqualTo(RUNNING);

        actor.stop();
        assertThat(actor.condition().state()).isEqualTo(STOPPING);
        assertThat(actor.condition().desired()).isEqualTo(DesiredState.STOPPED);
        bench.work();
        assertThat(actor.condition().state()).isEqualTo(STOPPED);
        assertThat(bench.saved).containsExactly("RUNNING", "STOPPED");
        assertThat(bench.states).containsExactly(STARTING, RUNNING, STOPPING, STOPPED);
    }

    @Test
    @DisplayName("goes on at once when the service that it waits for is back, and what has healed does not count")
    void goesOnWhenServiceIsBack() {
        PipelineActor actor = failing("away");
        bench.pass(Duration.ofMinutes(2));
        assertThat(actor.condition().attempt()).isGreaterThan(3);
        int starts = bench.engine.starts.size();

        actor.retryNow(Duration.ZERO.minusSeconds(1), true);
        bench.work();
        assertThat(bench.engine.starts).hasSize(starts);

        bench.engine.onStart(run -> {});
        actor.retryNow(Duration.ofMinutes(3), true);
        bench.work();
        assertThat(actor.condition().state()).isEqualTo(RUNNING);
        assertThat(actor.condition().attempt()).isZero();
        assertThat(actor.condition().restarts()).isPositive();
    }

    @Test
    @DisplayName("forgets failures that have healed also if its own retry was sooner than the news")
    void newsAfterOwnRetry() {
        PipelineActor again = failing("away");
        bench.engine.onStart(run -> {});
        while (again.condition().state() != RUNNING) {
            bench.pass(Duration.ofSeconds(1));
        }
        assertThat(again.condition().attempt()).isPositive();
        long restarts = again.condition().restarts();

        again.retryNow(Duration.ofMinutes(3), true);
        bench.work();
        assertThat(again.condition().state()).isEqualTo(RUNNING);
        assertThat(again.condition().attempt()).isZero();
        assertThat(again.condition().restarts()).isEqualTo(restarts);
    }

    @Test
    @DisplayName("learns the newest cause as soon as it is known, and counts on")
    void learnsTheNewestCause() {
        PipelineActor actor = failing("Connection refused");
        bench.pass(Duration.ofMinutes(2));
        int attempt = actor.condition().attempt();

        bench.engine.onStart(run -> {
            throw new IOException("password authentication failed");
        });
        actor.retryNow(Duration.ofMinutes(3), false);
        bench.work();
        assertThat(actor.condition().lastError().message()).isEqualTo("password authentication failed");
        assertThat(actor.condition().attempt()).isEqualTo(attempt + 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 1})
    @DisplayName("decides nothing by a clock that was set by a day: neither when it retries, nor what counts")
    void clockIsSet(long days) {
        PipelineActor actor = failing("away");
        bench.pass(Duration.ofMinutes(2));
        int starts = bench.engine.starts.size();
        bench.setClock(Duration.ofDays(days));
        bench.pass(Duration.ofMinutes(5));
        assertThat(bench.engine.starts).hasSizeBetween(starts + 1, starts + 6);

        bench.engine.onStart(run -> {});
        bench.setClock(Duration.ofDays(days));
        actor.retryNow(Duration.ofMinutes(8), true);
        bench.work();
        assertThat(actor.condition().state()).isEqualTo(RUNNING);
        assertThat(actor.condition().attempt()).isZero();

        bench.engine.lastFlow().fail(new IOException("one"));
        bench.pass(Duration.ofSeconds(2));
        bench.setClock(Duration.ofDays(days));
        assertThat(actor.condition().attempt()).isEqualTo(1);
        bench.pass(Duration.ofSeconds(60));
        assertThat(actor.condition().attempt()).isZero();
    }

    private PipelineActor failing(String message) {
        PipelineActor actor = bench.actor();
        bench.engine.onStart(run -> {
            throw new IOException(message);
        });
        actor.start();
        bench.work();
        return actor;
    }

    @Test
    @DisplayName("takes every order any number of times")
    void ordersAreIdempotent() {
        PipelineActor actor = bench.actor();
        actor.start();
        actor.start();
        bench.work();
        actor.start();
        bench.work();
        assertThat(bench.engine.starts).hasSize(1);

        actor.stop();
        actor.stop();
        bench.work();
        actor.stop();
        bench.work();
        assertThat(bench.engine.lastFlow().stops).hasValue(1);
        assertThat(actor.condition().state()).isEqualTo(STOPPED);
    }

    @Test
    @DisplayName("starts anew when start follows stop before the flow has ended")
    void startWhileStopping() {
        PipelineActor actor = running();
        bench.engine.lastFlow().beDeaf(true);
        actor.stop();
        bench.work();
        actor.start();
        bench.work();
        assertThat(actor.condition().state()).isEqualTo(STOPPING);

        bench.engine.flows.get(0).drain();
        bench.work();
        assertThat(actor.condition().state()).isEqualTo(RUNNING);
        assertThat(bench.engine.flows).hasSize(2);
    }

    @Test
    @DisplayName(
            "that is abandoned ends its flow without waiting, obeys no order any more, and tells the store nothing")
    void abandonedPipelineEndsWithoutWaitingAndObeysNothing() {
        PipelineActor actor = running();
        bench.supervisor.abandon();
        actor.start();
        actor.restart();
        actor.release();
        assertThat(bench.supervisor.isQuiet()).isFalse();
        bench.pass(Duration.ofMinutes(1));

        assertThat(bench.engine.lastFlow().patience).isEqualTo(Duration.ZERO);
        assertThat(bench.engine.starts).hasSize(1);
        assertThat(bench.engine.queries()).isEmpty();
        assertThat(bench.saved).containsExactly("RUNNING");
        assertThat(bench.supervisor.isQuiet()).isTrue();
    }

    @Test
    @DisplayName("that is abandoned while it starts or waits for a retry starts nothing more")
    void abandonedWhileStarting() {
        PipelineActor starting = bench.actor();
        bench.engine.onStart(run -> bench.supervisor.abandon());
        starting.start();
        bench.work();
        assertThat(bench.engine.queries()).isEmpty();

        PipelineActor retrying = bench.actor();
        bench.engine.onStart(run -> {
            throw new IOException("away");
        });
        retrying.start();
        bench.work();
        bench.supervisor.abandon();
        bench.pass(Duration.ofMinutes(10));
        assertThat(bench.engine.starts).hasSize(2);
        assertThat(bench.supervisor.isQuiet()).isTrue();
    }

    @Test
    @DisplayName("stops at once what was ordered to stop while it was starting")
    void stopWhileStarting() {
        PipelineActor actor = bench.actor();
        bench.engine.onStart(run -> {
            actor.stop();
            assertThat(actor.condition().state()).isEqualTo(STOPPING);
        });
        actor.start();
        bench.work();
        assertThat(actor.condition().state()).isEqualTo(STOPPED);
        assertThat(bench.engine.alive(1)).isEmpty();
    }

    @Test
    @DisplayName("asks a query again that does not end, and starts nothing meanwhile")
    void deafQuery() {
        PipelineActor actor = running();
        bench.engine.lastFlow().beDeaf(true);
        actor.restart();
        bench.pass(Duration.ofSeconds(7));
        assertThat(actor.condition().state()).isEqualTo(STOPPING);
        assertThat(bench.engine.flows).hasSize(1);
        assertThat(bench.engine.lastFlow().stops.get()).isGreaterThan(2);

        bench.engine.lastFlow().beDeaf(false);
        bench.pass(Duration.ofSeconds(3));
        assertThat(actor.condition().state()).isEqualTo(RUNNING);
        assertThat(bench.engine.flows).hasSize(2);
    }

    @Test
    @DisplayName("forgets earlier failures once a flow ran for a minute, and not before")
    void resetsAfterRunningWell() {
        PipelineActor actor = running();
        bench.engine.lastFlow().fail(new IOException("one"));
        bench.pass(Duration.ofSeconds(2));
        assertThat(actor.condition().state()).isEqualTo(RUNNING);
        bench.engine.lastFlow().fail(new IOException("two"));
        assertThat(actor.condition().attempt()).isEqualTo(2);

        bench.pass(Duration.ofSeconds(5));
        bench.pass(Duration.ofSeconds(60));
        assertThat(actor.condition().attempt()).isZero();
        bench.engine.lastFlow().fail(new IOException("three"));
        assertThat(actor.condition().attempt()).isEqualTo(1);
    }

    @Test
    @DisplayName("does not wait for its next attempt when somebody orders a start, and not at all after a stop")
    void ordersWhileRetrying() {
        PipelineActor actor = running();
        bench.engine.lastFlow().fail(new IOException("away"));
        actor.start();
        bench.work();
        assertThat(actor.condition().state()).isEqualTo(RUNNING);

        bench.engine.lastFlow().fail(new IOException("away"));
        actor.stop();
        bench.pass(Duration.ofMinutes(10));
        assertThat(actor.condition().state()).isEqualTo(STOPPED);
        assertThat(actor.condition().lastError().message()).isEqualTo("away");
        assertThat(bench.engine.starts).hasSize(2);
    }

    @Test
    @DisplayName("does not retry what only another definition can mend, and tries that definition at once")
    void definitionFailure() {
        bench.engine.onStart(run -> {
            throw new FlowDefinitionException("table t1 has no column size");
        });
        PipelineActor actor = bench.actor();
        actor.start();
        bench.pass(Duration.ofHours(1));
        assertThat(actor.condition().state()).isEqualTo(FAILED);
        assertThat(bench.engine.starts).hasSize(1);

        bench.engine.onStart(run -> {});
        actor.replace(Bench.run(1, Mode.PROCESSING_TIME));
        bench.work();
        assertThat(actor.condition().state()).isEqualTo(RUNNING);
        assertThat(actor.condition().lastError()).isNull();
    }

    @Test
    @DisplayName("is not left starting by an error such as a missing class")
    void survivesErrors() {
        bench.engine.onStart(run -> {
            throw new NoClassDefFoundError("x/Y");
        });
        PipelineActor actor = bench.actor();
        actor.start();
        bench.work();
        assertThat(actor.condition().state()).isEqualTo(RETRYING);
    }

    @Test
    @DisplayName("is COMPLETED when it has drained its topics, stays so when stopped, and drains again when started")
    void drainedPipelineIsCompletedAndDrainsAgain() {
        PipelineActor actor =
                bench.supervisor.supervise(Bench.run(1, Mode.AVAILABLE_NOW), Remembered.created(Bench.BEGIN));
        actor.start();
        bench.work();
        bench.engine.lastFlow().drain();
        bench.work();
        assertThat(actor.condition().state()).isEqualTo(COMPLETED);
        actor.stop();
        assertThat(actor.condition().state()).isEqualTo(COMPLETED);
        actor.start();
        bench.work();
        assertThat(actor.condition().state()).isEqualTo(RUNNING);
    }

    @Test
    @DisplayName("keeps the micro-batches of earlier runs, also over a run without records and a change of offsets")
    void keepsBatches() {
        PipelineActor actor =
                bench.supervisor.supervise(Bench.run(1, Mode.AVAILABLE_NOW), Remembered.created(Bench.BEGIN));
        FakeFlow first = drained(actor, false);
        FakeFlow second = drained(actor, false);
        drained(actor, true);

        List<UUID> runs = List.of(first.runId(), first.runId(), second.runId(), second.runId());
        assertThat(actor.condition().recentBatches())
                .extracting(RunBatch::runId)
                .isEqualTo(runs);
        assertThat(actor.condition().newestBatch())
                .isEqualTo(new RunBatch(second.runId(), second.recentBatches().get(1)));
        actor.reposition(false);
        assertThat(actor.condition().recentBatches())
                .extracting(RunBatch::runId)
                .isEqualTo(runs);
        for (int i = 0; i < 60; i++) {
            drained(actor, false);
        }
        assertThat(actor.condition().recentBatches()).hasSize(100);
        assertThat(actor.condition().newestBatch())
                .isEqualTo(actor.condition().recentBatches().get(99));
        actor.reposition(true);
        assertThat(actor.condition().recentBatches()).isEmpty();
        assertThat(actor.condition().newestBatch()).isNull();
    }

    private FakeFlow drained(PipelineActor actor, boolean idle) {
        actor.start();
        bench.work();
        FakeFlow flow = bench.engine.lastFlow();
        if (idle) {
            flow.beIdle();
        }
        flow.drain();
        bench.work();
        return flow;
    }

    @Test
    @DisplayName("retries a query that ended although nobody stopped it")
    void endedByItself() {
        PipelineActor actor = running();
        bench.engine.lastFlow().drain();
        assertThat(actor.condition().state()).isEqualTo(RETRYING);
    }

    @Test
    @DisplayName("restarts under the new definition when it is replaced while it runs")
    void replacedWhileRunningItRestarts() {
        PipelineActor actor = running();
        actor.replace(Bench.run(1, Mode.AVAILABLE_NOW));
        assertThat(actor.condition().state()).isEqualTo(STOPPING);
        bench.work();
        assertThat(actor.condition().state()).isEqualTo(RUNNING);
        assertThat(bench.engine.starts.get(1).spec().trigger().mode()).isEqualTo(Mode.AVAILABLE_NOW);
    }

    @Test
    @DisplayName("runs under the newest definition when it is replaced while it starts")
    void replacesWhileStarting() {
        PipelineActor actor = bench.actor();
        bench.engine.onStart(run -> {
            bench.engine.onStart(again -> {});
            actor.replace(Bench.run(1, Mode.AVAILABLE_NOW));
        });
        actor.start();
        bench.work();
        assertThat(bench.engine.alive(1).orElseThrow().run.spec().trigger().mode())
                .isEqualTo(Mode.AVAILABLE_NOW);
    }

    @Test
    @DisplayName("starts nothing while it is held, and what is wanted after that")
    void startsNothingWhileHeld() {
        PipelineActor actor = running();
        CompletableFuture<?> quiet = actor.hold();
        assertThat(quiet).isNotDone();
        bench.work();
        assertThat(quiet).isCompleted();
        actor.restart();
        bench.pass(Duration.ofMinutes(10));
        assertThat(bench.engine.alive(1)).isEmpty();
        actor.release();
        bench.work();
        assertThat(actor.condition().state()).isEqualTo(RUNNING);
    }

    @Test
    @DisplayName("tells the store again when it was away, and runs meanwhile")
    void storeAway() {
        bench.storeIsAway = true;
        PipelineActor actor = running();
        assertThat(actor.condition().state()).isEqualTo(RUNNING);
        assertThat(bench.saved).isEmpty();
        bench.storeIsAway = false;
        bench.pass(Duration.ofSeconds(3));
        assertThat(bench.saved).containsExactly("RUNNING");
    }

    @Test
    @DisplayName("goes on when its service is back, though the store has not answered yet")
    void storeHangs() {
        PipelineActor actor = bench.actor();
        bench.engine.onStart(run -> {
            throw new IOException("away");
        });
        List<PipelineState> meanwhile = new ArrayList<>();
        bench.whileSaving = () -> {
            bench.whileSaving = () -> {};
            bench.engine.onStart(run -> {});
            actor.retryNow(Duration.ofDays(1), true);
            bench.work();
            meanwhile.add(actor.condition().state());
        };
        actor.start();
        bench.work();
        assertThat(meanwhile).containsExactly(RUNNING);
        assertThat(bench.saved).containsExactly("RETRYING IOException", "RUNNING IOException");
    }

    @Test
    @DisplayName("tells whenever it has failed, so that somebody looks at the services")
    void tellsOfFailures() {
        PipelineActor actor = failing("away");
        bench.pass(Duration.ofMinutes(1));
        assertThat(bench.failures).isGreaterThan(3).isEqualTo(actor.condition().attempt());
    }

    @Test
    @DisplayName("knows after a restart of the application what was completed and what was interrupted")
    void knowsWhatWasCompletedAndWhatWasInterrupted() {
        Remembered completed = new Remembered(DesiredState.RUNNING, COMPLETED, Bench.BEGIN, null);
        Remembered retrying = new Remembered(DesiredState.RUNNING, RETRYING, Bench.BEGIN, null);
        PipelineActor drained = bench.actor(completed);
        drained.startAgain();
        assertThat(drained.condition().state()).isEqualTo(COMPLETED);

        PipelineActor interrupted = bench.actor(retrying);
        assertThat(interrupted.condition().state()).isEqualTo(STARTING);
        interrupted.waitsBecause(new IOException("no Spark"));
        bench.work();
        assertThat(interrupted.condition().lastError().message()).isEqualTo("no Spark");
        assertThat(bench.engine.starts).isEmpty();
        interrupted.startAgain();
        bench.work();
        assertThat(interrupted.condition().state()).isEqualTo(RUNNING);
    }

    @Test
    @DisplayName("is not started again if somebody stops it before its turn has come")
    void stoppedBeforeItsTurn() {
        PipelineActor actor = bench.actor(new Remembered(DesiredState.RUNNING, RUNNING, Bench.BEGIN, null));
        actor.stop();
        assertThat(actor.condition().state()).isEqualTo(STOPPED);
        actor.startAgain();
        bench.work();
        assertThat(bench.engine.starts).isEmpty();
    }

    private PipelineActor running() {
        PipelineActor actor = bench.actor();
        actor.start();
        bench.work();
        return actor;
    }
}
