package io.sluice.pipeline.lifecycle;

import io.sluice.engine.FlowRun;
import io.sluice.pipeline.FakeEngine;
import io.sluice.stream.flow.FlowSpec;
import io.sluice.stream.flow.FormatSpec;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.SourceSpec;
import io.sluice.stream.flow.StartingOffsets;
import io.sluice.stream.flow.TriggerSpec;
import io.sluice.stream.store.postgres.PostgresStore;
import io.sluice.testing.SetClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/** Actors on a clock, an executor and a random number that only the test moves. Single-threaded. */
final class Bench {

    static final Instant BEGIN = Instant.parse("2026-01-31T08:00:00Z");

    final FakeEngine engine = new FakeEngine();
    final List<String> saved = new ArrayList<>();
    double random = 0.5;
    boolean storeIsAway;
    /** What happens before the store answers. */
    Runnable whileSaving = () -> {};
    /** How often it was told that a pipeline has failed. */
    int failures;
    /** What it was told of states. */
    final List<PipelineState> states = new ArrayList<>();

    private Instant now = BEGIN;
    /** The clock that people see. */
    private final SetClock clock = new SetClock(BEGIN);

    private final Queue<Runnable> work = new ArrayDeque<>();
    private final List<Due> alarms = new ArrayList<>();

    private record Due(Instant at, Runnable action) {}

    final Surroundings surroundings = new Surroundings(
            engine,
            (id, state, since, error) -> {
                whileSaving.run();
                if (storeIsAway) {
                    throw new IllegalStateException("away");
                }
                saved.add(state + (error == null ? "" : " " + error.type()));
            },
            work::add,
            this::after,
            clock,
            () -> Duration.between(BEGIN, now).toNanos(),
            new Backoff(() -> random),
            Duration.ofSeconds(30),
            () -> failures++,
            (id, condition) -> states.add(condition.state()));

    final Supervisor supervisor = new Supervisor(surroundings);

    PipelineActor actor() {
        return actor(Remembered.created(BEGIN));
    }

    PipelineActor actor(Remembered last) {
        return supervisor.supervise(run(1, TriggerSpec.Mode.PROCESSING_TIME), last);
    }

    static FlowRun run(long id, TriggerSpec.Mode mode) {
        return new FlowRun(
                id,
                "p" + id,
                new FlowSpec(
                        new SourceSpec(
                                List.of("t"),
                                "a INT",
                                new FormatSpec("json", Map.of(), false),
                                new StartingOffsets.Earliest(),
                                null),
                        null,
                        List.of(SinkSpec.append(PostgresStore.TYPE, "t" + id)),
                        new TriggerSpec(mode, Duration.ZERO)));
    }

    /** Sets the clock that people see, which makes nothing due. */
    void setClock(Duration by) {
        clock.pass(by);
    }

    /** Does what there is to do now. */
    void work() {
        Runnable next;
        while ((next = work.poll()) != null) {
            next.run();
        }
    }

    /** Moves the clock and does what is due on the way. */
    void pass(Duration time) {
        work();
        Instant end = now.plus(time);
        while (true) {
            Due next = alarms.stream()
                    .filter(due -> !due.at().isAfter(end))
                    .min(Comparator.comparing(Due::at))
                    .orElse(null);
            if (next == null) {
                break;
            }
            alarms.remove(next);
            move(next.at().isAfter(now) ? next.at() : now);
            next.action().run();
            work();
        }
        move(end);
    }

    private void move(Instant to) {
        clock.pass(Duration.between(now, to));
        now = to;
    }

    private Alarms.Alarm after(Duration delay, Runnable action) {
        Due due = new Due(now.plus(delay), action);
        alarms.add(due);
        return () -> alarms.remove(due);
    }
}
