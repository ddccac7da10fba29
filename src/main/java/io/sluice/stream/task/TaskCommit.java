package io.sluice.stream.task;

import io.sluice.stream.flow.Position;
import java.util.List;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/** What a task tells the driver once its transaction is committed. */
record TaskCommit(Tally tally, List<Position> reached) implements WriterCommitMessage {

    static TaskCommit of(List<PartitionWork> works) {
        Tally tally = new Tally();
        works.forEach(work -> tally.add(work.tally()));
        return new TaskCommit(tally, works.stream().map(PartitionWork::reached).toList());
    }

    /** Several transactions of one task. */
    static TaskCommit sum(List<TaskCommit> commits) {
        Tally tally = new Tally();
        commits.forEach(commit -> tally.add(commit.tally));
        return new TaskCommit(
                tally,
                commits.stream().flatMap(commit -> commit.reached.stream()).toList());
    }
}
