package io.sluice.pipeline.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.FlowDefinitionException;
import io.sluice.engine.FlowRun;
import io.sluice.engine.RunningFlow;
import io.sluice.pipeline.FakeEngine;
import io.sluice.pipeline.lifecycle.Phase.Starting;
import io.sluice.pipeline.lifecycle.Phase.Step;
import io.sluice.pipeline.lifecycle.Phase.Stopping;
import io.sluice.stream.flow.TriggerSpec.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The phases of a pipeline")
class PhasesTest {

    private static final Pattern ARROW = Pattern.compile("(?m)^ +(\\w+ --> \\w+)");

    private final Random random = new Random(1);
    private final FakeEngine engine = new FakeEngine();
    private long nanoTime;
    private final PipelineMachine machine = new PipelineMachine(
            run(),
            Remembered.created(Bench.BEGIN),
            Clock.fixed(Bench.BEGIN, ZoneOffset.UTC),
            () -> nanoTime,
            new Backoff(() -> 0.5));

    /** What may be ordered, and what may happen, in any phase. */
    private final List<Consumer<PipelineMachine>> orders = List.of(
            PipelineMachine::start,
            PipelineMachine::startAgain,
            PipelineMachine::stop,
            PipelineMachine::restart,
            PipelineMachine::hold,
            PipelineMachine::release,
            PipelineMachine::settle,
            m -> m.replace(run()),
            m -> m.retryNow(Duration.ofDays(1), random.nextBoolean()),
            m -> nanoTime += PipelineMachine.RAN_WELL.toNanos());

    @Test
    @DisplayName("follow each other as docs/house.md draws it, and in no other way")
    void followEachOtherAsDrawn() throws Exception {
        Set<String> taken = new TreeSet<>();
        for (int i = 0; i < 5_000; i++) {
            String before = name(machine.phase());
            if (random.nextBoolean()) {
                orders.get(random.nextInt(orders.size())).accept(machine);
            } else {
                happen();
            }
            String now = name(machine.phase());
            if (!now.equals(before)) {
                taken.add(before + " --> " + now);
            }
        }

        assertThat(taken).isEqualTo(drawn());
    }

    /** Takes the step that is due, if one is, or lets something happen that can happen now. */
    private void happen() throws Exception {
        RunningFlow flow = machine.phase().flow();
        if (machine.next() == Step.START) {
            machine.beginStart();
        } else if (machine.next() == Step.STOP && random.nextBoolean()) {
            machine.beginStop();
        } else if (machine.phase() instanceof Starting) {
            tryToStart();
        } else if (machine.phase() instanceof Stopping && random.nextBoolean()) {
            machine.stillRuns(flow);
        } else if (flow != null) {
            engine.lastFlow().drain();
            machine.ended(flow, random.nextBoolean() ? null : failure());
        } else if (machine.nextRetryAt() != null) {
            machine.retryDue(machine.nextRetryAt());
        } else if (machine.isAtRest()) {
            machine.reposition(random.nextBoolean(), List.of());
        }
    }

    private void tryToStart() throws Exception {
        if (random.nextBoolean()) {
            FlowRun run = run();
            machine.started(run, engine.start(run), List.of());
        } else {
            machine.notStarted(failure());
        }
    }

    private Throwable failure() {
        return random.nextBoolean() ? new IOException("away") : new FlowDefinitionException("no such column");
    }

    private FlowRun run() {
        return Bench.run(1, random.nextBoolean() ? Mode.AVAILABLE_NOW : Mode.PROCESSING_TIME);
    }

    private static String name(Phase phase) {
        return phase.getClass().getSimpleName();
    }

    private static Set<String> drawn() throws IOException {
        return ARROW.matcher(Files.readString(Path.of("docs/house.md")))
                .results()
                .map(arrow -> arrow.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
