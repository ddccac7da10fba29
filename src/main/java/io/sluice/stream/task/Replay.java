package io.sluice.stream.task;

import io.sluice.stream.flow.LetterSelection;
import io.sluice.stream.flow.ReplayCounts;
import io.sluice.stream.jdbc.KeptConnections;
import io.sluice.stream.ledger.StaleGenerationException;
import io.sluice.stream.letters.ReplayLetters;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes dead letters out and carries their records through the flow as it is now. Runs on the driver, also beside the
 * flow; what does not fit this time either becomes a dead letter again, with its new reason. Each step is one
 * transaction, so an interrupted replay has lost nothing and can go on where it was. One thread.
 */
public final class Replay {

    private static final int STEP = 500;

    private final UUID id;
    private final LetterSelection selection;
    private final Consumer<ReplayCounts> committed;

    /** What is left to do, once that is known; each letter is tried once, also if a later round finds it again. */
    private @Nullable Deque<ReplayLetters.Group> groups;
    /** The offset up to which the first group is done. */
    private long after = -1;

    /**
     * @param id under which it is noted what became of each letter
     * @param selection the letters to replay
     * @param committed hears of each step as soon as it is durable
     */
    public Replay(UUID id, LetterSelection selection, Consumer<ReplayCounts> committed) {
        this.id = id;
        this.selection = selection;
        this.committed = committed;
    }

    /**
     * Replays what is left of the letters.
     *
     * @param task as for a start of the flow; its generation must be the newest
     * @throws StaleGenerationException if the pipeline was started in the meantime; running with the new task goes on
     */
    public void run(FlowTask task) throws Exception {
        Deque<ReplayLetters.Group> left = groups == null ? groups(task) : groups;
        groups = left;
        FlowSteps steps = new FlowSteps(task);
        while (!left.isEmpty()) {
            after = step(task, steps, left.element(), after);
            if (after == Long.MAX_VALUE) {
                left.remove();
                after = -1;
            }
        }
    }

    /** What a store has refused that the flow does not have any more is left alone: nobody could take it. */
    private Deque<ReplayLetters.Group> groups(FlowTask task) throws SQLException {
        Deque<ReplayLetters.Group> groups = new ArrayDeque<>();
        Connection connection = KeptConnections.borrow(task.ledger());
        try {
            for (ReplayLetters.Group group : ReplayLetters.groups(connection, task.name(), selection)) {
                if (group.store() == null || task.stores().containsKey(group.store())) {
                    groups.add(group);
                } else {
                    committed.accept(new ReplayCounts(0, 0, 0, 0, group.letters()));
                }
            }
            return groups;
        } finally {
            KeptConnections.giveBack(task.ledger(), connection);
        }
    }

    /** Does one step of the group, and returns the offset up to which it is done: the largest there is at its end. */
    private long step(FlowTask task, FlowSteps steps, ReplayLetters.Group group, long after) throws Exception {
        Connection connection = KeptConnections.borrow(task.ledger());
        try (ReplayStep step = new ReplayStep(task, connection, group)) {
            List<ReplayLetters.Letter> letters =
                    ReplayLetters.take(connection, task.name(), group, after, step.end(), selection, STEP);
            if (letters.isEmpty()) {
                return Long.MAX_VALUE;
            }
            for (ReplayLetters.Letter letter : letters) {
                step.carry(letter, steps);
            }
            committed.accept(step.commit(id));
            return letters.get(letters.size() - 1).record().offset();
        } finally {
            KeptConnections.giveBack(task.ledger(), connection);
        }
    }
}
