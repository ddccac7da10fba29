package io.sluice.stream.task;

import io.sluice.stream.flow.Counters;
import io.sluice.stream.flow.Offsets;
import io.sluice.stream.jdbc.KeptConnections;
import io.sluice.stream.ledger.Acknowledged;
import io.sluice.stream.ledger.LedgerBehindException;
import io.sluice.stream.ledger.TaskLedger;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Moves the ledger past what a micro-batch ends with and no task sees: the markers of transactions, and what was aborted
 * or compacted away. Else retention that removes only those would look like a loss. One thread.
 */
final class BatchEnds {

    private final FlowTask task;
    private final Acknowledged acknowledged;

    /** @param acknowledged what the ledger has said to the run, this micro-batch's tasks included */
    BatchEnds(FlowTask task, Acknowledged acknowledged) {
        this.task = task;
        this.acknowledged = acknowledged;
    }

    /** @throws LedgerBehindException if the ledger has lost what comes before these ends */
    void advance(Offsets ends) throws SQLException {
        Offsets.Builder further = new Offsets.Builder();
        ends.forEach((topic, partition, end) -> {
            if (end > acknowledged.of(topic, partition)) {
                further.put(topic, partition, end);
            }
        });
        Offsets beyond = further.build();
        if (!beyond.isEmpty()) {
            write(beyond);
            acknowledged.add(beyond);
        }
    }

    private void write(Offsets ends) throws SQLException {
        Connection connection = KeptConnections.borrow(task.ledger());
        try {
            TaskLedger ledger = new TaskLedger(connection, task.pipelineId(), task.name(), task.generation());
            List<TaskLedger.Change> changes = new ArrayList<>();
            ends.forEach((topic, partition, end) -> {
                TaskLedger.Progress progress = ledger.lock(topic, partition);
                acknowledged.require(task.name(), topic, partition, progress.nextOffset());
                changes.add(new TaskLedger.Change(topic, partition, end, Counters.NONE));
            });
            ledger.apply(changes);
            connection.commit();
        } finally {
            KeptConnections.giveBack(task.ledger(), connection);
        }
    }
}
