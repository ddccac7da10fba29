package io.sluice.sink;

import io.sluice.flow.Position;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Takes dead letters out and carries their records through the flow as it is now. Runs on the driver, also beside the
 * flow; what does not fit this time either becomes a dead letter again, with its new reason. Each step is one
 * transaction, so an interrupted replay has lost nothing and can be ordered again. One thread.
 */
public final class Replay {

    private static final int STEP = 500;

    private final FlowTask task;
    private final @Nullable Set<Position> only;
    private final FlowSteps steps;

    /**
     * @param task as for a start of the flow; its generation must be the newest
     * @param only the positions to replay; null means all that are there
     */
    public Replay(FlowTask task, @Nullable Set<Position> only) {
        this.task = task;
        this.only = only;
        this.steps = new FlowSteps(task);
    }

    /** @throws StaleGenerationException if the pipeline was started in the meantime; ordering it again goes on */
    public void run() throws Exception {
        for (Letters.Group group : groups()) {
            long after = -1;
            while (after < Long.MAX_VALUE) {
                after = step(group, after);
            }
        }
    }

    private List<Letters.Group> groups() throws SQLException {
        Connection connection = LedgerConnections.borrow(task.ledger());
        try {
            return Letters.groups(connection, task.name());
        } finally {
            LedgerConnections.giveBack(task.ledger(), connection);
        }
    }

    /** The offset up to which the group is done; the largest there is at its end. */
    private long step(Letters.Group group, long after) throws Exception {
        Connection connection = LedgerConnections.borrow(task.ledger());
        try (ReplayStep step = new ReplayStep(task, connection, group)) {
            List<Letters.Letter> letters =
                    Letters.take(connection, task.name(), group, after, step.end(), offsets(group), STEP);
            if (letters.isEmpty()) {
                return Long.MAX_VALUE;
            }
            for (Letters.Letter letter : letters) {
                step.carry(letter, steps);
            }
            step.commit();
            return letters.get(letters.size() - 1).record().offset();
        } finally {
            LedgerConnections.giveBack(task.ledger(), connection);
        }
    }

    private @Nullable Set<Long> offsets(Letters.Group group) {
        return only == null
                ? null
                : only.stream()
                        .filter(position -> position.partition() == group.partition()
                                && position.topic().equals(group.topic()))
                        .map(Position::offset)
                        .collect(Collectors.toSet());
    }
}
