package io.sluice.stream.task;

import io.sluice.stream.flow.Counters;
import io.sluice.stream.flow.Position;
import io.sluice.stream.ledger.Acknowledged;
import io.sluice.stream.ledger.TaskLedger;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/**
 * What a task tells the driver once its transactions are committed.
 *
 * @param counters what became of the records
 * @param next the offset after the last record that the task was given, of each partition; several of one partition are of
 *     several transactions
 */
record TaskCommit(Counters counters, List<Position> next) implements WriterCommitMessage {

    static TaskCommit of(List<TaskLedger.Change> changes) {
        return new TaskCommit(
                changes.stream().map(TaskLedger.Change::counters).reduce(Counters.NONE, Counters::plus),
                changes.stream()
                        .map(change -> new Position(change.topic(), change.partition(), change.nextOffset()))
                        .toList());
    }

    /** What several transactions of one task have committed. */
    static TaskCommit sum(List<TaskCommit> commits) {
        Counters counters = Counters.NONE;
        List<Position> next = new ArrayList<>();
        for (TaskCommit commit : commits) {
            counters = counters.plus(commit.counters);
            next.addAll(commit.next);
        }
        return new TaskCommit(counters, next);
    }

    /**
     * Takes on the driver what the tasks of a micro-batch or of an epoch have committed.
     *
     * @param acknowledged what the ledger has said to the run; what it has said to its tasks is added
     * @return the sum, with every store of the flow
     */
    static Counters take(WriterCommitMessage[] messages, FlowTask task, Acknowledged acknowledged) {
        Counters sum = Counters.zero(task.stores().keySet());
        for (WriterCommitMessage message : messages) {
            if (message instanceof TaskCommit commit) {
                sum = sum.plus(commit.counters);
                acknowledged.add(commit.next);
                task.redelivery().advance(commit.next);
            }
        }
        return sum;
    }
}
