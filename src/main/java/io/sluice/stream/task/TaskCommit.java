package io.sluice.stream.task;

import io.sluice.stream.flow.Counters;
import io.sluice.stream.flow.Offsets;
import io.sluice.stream.ledger.Acknowledged;
import io.sluice.stream.ledger.TaskLedger;
import java.util.List;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/**
 * What a task tells the driver once its transactions are committed.
 *
 * @param counters what became of the records
 * @param next the offset after the last record that the task was given, of each partition
 */
record TaskCommit(Counters counters, Offsets next) implements WriterCommitMessage {

    static TaskCommit of(List<TaskLedger.Change> changes) {
        return new TaskCommit(
                changes.stream().map(TaskLedger.Change::counters).reduce(Counters.NONE, Counters::plus), next(changes));
    }

    private static Offsets next(List<TaskLedger.Change> changes) {
        Offsets.Builder next = new Offsets.Builder();
        changes.forEach(change -> next.put(change.topic(), change.partition(), change.nextOffset()));
        return next.build();
    }

    /** What several transactions of one task have committed. */
    static TaskCommit sum(List<TaskCommit> commits) {
        Counters counters = Counters.NONE;
        Offsets.Builder next = new Offsets.Builder();
        for (TaskCommit commit : commits) {
            counters = counters.plus(commit.counters);
            next.putLater(commit.next);
        }
        return new TaskCommit(counters, next.build());
    }

    /**
     * Takes on the driver what the tasks of a micro-batch or of an epoch have committed.
     *
     * @param acknowledged what the ledger has said to the run; what it has said to its tasks is added
     * @return the sum, with every store of the flow
     */
    static Counters take(WriterCommitMessage[] messages, FlowTask task, Acknowledged acknowledged) {
        Counters sum = Counters.zero(task.stores().keySet());
        Offsets.Builder next = new Offsets.Builder();
        for (WriterCommitMessage message : messages) {
            if (message instanceof TaskCommit commit) {
                sum = sum.plus(commit.counters);
                next.putLater(commit.next);
            }
        }
        acknowledged.add(next.build());
        task.redelivery().advance(next.build());
        return sum;
    }
}
