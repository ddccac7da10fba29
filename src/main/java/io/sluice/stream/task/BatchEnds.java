package io.sluice.stream.task;

import io.sluice.stream.flow.Counters;
import io.sluice.stream.jdbc.KeptConnections;
import io.sluice.stream.ledger.Acknowledged;
import io.sluice.stream.ledger.LedgerBehindException;
import io.sluice.stream.ledger.TaskLedger;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
    void advance(Map<String, Map<Integer, Long>> ends) throws SQLException {
        Map<String, Map<Integer, Long>> beyond = new HashMap<>();
        ends.forEach((topic, offsets) -> offsets.forEach((partition, end) -> {
            if (end > acknowledged.of(topic, partition)) {
                beyond.computeIfAbsent(topic, name -> new HashMap<>()).put(partition, end);
            }
        }));
        if (!beyond.isEmpty()) {
            write(beyond);
            acknowledged.add(beyond);
        }
    }

    private void write(Map<String, Map<Integer, Long>> ends) throws SQLException {
        Connection connection = KeptConnections.borrow(task.ledger());
        try {
            TaskLedger ledger = new TaskLedger(connection, task.pipelineId(), task.name(), task.generation());
            List<TaskLedger.Change> changes = new ArrayList<>();
            for (Map.Entry<String, Map<Integer, Long>> topic : ends.entrySet()) {
                for (Map.Entry<Integer, Long> end : topic.getValue().entrySet()) {
                    TaskLedger.Progress progress = ledger.lock(topic.getKey(), end.getKey());
                    acknowledged.require(task.name(), topic.getKey(), end.getKey(), progress.nextOffset());
                    changes.add(new TaskLedger.Change(topic.getKey(), end.getKey(), end.getValue(), Counters.NONE));
                }
            }
            ledger.apply(changes);
            connection.commit();
        } finally {
            KeptConnections.giveBack(task.ledger(), connection);
        }
    }
}
