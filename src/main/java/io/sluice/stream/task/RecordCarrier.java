package io.sluice.stream.task;

import io.sluice.stream.flow.RejectedException;
import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.flow.SourceRecord.RecordReader;
import io.sluice.stream.ledger.Acknowledged;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.write.DataWriter;
import org.jspecify.annotations.Nullable;

/**
 * A task: carries the source's rows through decode and transform into every store, one transaction after another.
 *
 * <p>Nothing is opened before the first record, so that a task without records costs nothing. A record whose offset the
 * ledger already counts is passed over: whatever ran before, it is in the stores or in the dead letters; or, where that is
 * not sure of one store, carried into that store alone. One thread at a time.
 */
final class RecordCarrier implements DataWriter<InternalRow> {

    private final FlowTask task;
    private final Acknowledged acknowledged;
    private final RecordReader reader;
    private final FlowSteps steps;
    private final List<TaskCommit> committed = new ArrayList<>();
    private @Nullable TaskTransaction transaction;

    /** @param acknowledged what the ledger has said to the run; what this commits is added to it */
    RecordCarrier(FlowTask task, Acknowledged acknowledged) {
        this.task = task;
        this.acknowledged = acknowledged;
        this.reader = task.reader().open();
        this.steps = new FlowSteps(task);
    }

    @Override
    public void write(InternalRow row) throws IOException {
        try {
            carry(reader.read(row));
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (OutOfMemoryError e) {
            tell(e);
            throw e;
        } catch (Exception e) {
            throw failure("writing", e);
        }
    }

    /**
     * Reports the error to what watches over this JVM, Sluice's own or that of a cluster's executor, which ends the JVM right
     * here. On its way through Spark the error needs memory at every step, and with none left that takes minutes, or it gets
     * lost. Spark's own subclass means that a task has used up its budget, and does not concern the JVM.
     */
    private static void tell(OutOfMemoryError exhaustion) {
        Thread.UncaughtExceptionHandler watch = Thread.getDefaultUncaughtExceptionHandler();
        if (watch != null && exhaustion.getClass() == OutOfMemoryError.class) {
            watch.uncaughtException(Thread.currentThread(), exhaustion);
        }
    }

    private void carry(SourceRecord record) throws Exception {
        TaskTransaction open = transaction;
        if (open != null && open.isFullFor(record)) {
            commit(open);
            open = null;
        }
        if (open == null) {
            open = TaskTransaction.begin(task, acknowledged);
            transaction = open;
        }
        PartitionWork.Due due = open.due(record);
        if (due == PartitionWork.Due.NEW) {
            carryNew(open, record);
        } else if (due == PartitionWork.Due.AGAIN) {
            carryAgain(open, record);
        }
    }

    private void carryNew(TaskTransaction open, SourceRecord record) throws Exception {
        List<InternalRow> rows;
        try {
            rows = steps.apply(record);
        } catch (RejectedException e) {
            open.reject(record, steps.stage(), e.reason());
            return;
        }
        open.deliver(record, rows);
    }

    private void carryAgain(TaskTransaction open, SourceRecord record) throws Exception {
        List<InternalRow> rows;
        try {
            rows = steps.apply(record);
        } catch (RejectedException e) {
            // It was rejected the first time, too, and has its letter.
            return;
        }
        open.deliverAgain(record, rows);
    }

    /** Makes what was carried since the last call durable; the next record begins another transaction. */
    @Override
    public TaskCommit commit() throws IOException {
        try {
            if (transaction != null) {
                commit(transaction);
            }
            TaskCommit whole = TaskCommit.sum(committed);
            committed.clear();
            return whole;
        } catch (OutOfMemoryError e) {
            tell(e);
            throw e;
        } catch (Exception e) {
            throw failure("committing", e);
        }
    }

    private void commit(TaskTransaction open) throws Exception {
        TaskCommit commit = open.commit();
        acknowledged.add(commit.next());
        committed.add(commit);
        close();
    }

    @Override
    public void abort() {
        close();
    }

    /** Rolls back what is not committed. */
    @Override
    public void close() {
        if (transaction != null) {
            transaction.close();
            transaction = null;
        }
    }

    private FlowWriteException failure(String what, Exception cause) {
        return new FlowWriteException(
                "Pipeline %s: %s failed%s: %s: %s"
                        .formatted(
                                task.name(),
                                what,
                                transaction == null ? "" : " at " + transaction.position(),
                                cause.getClass().getSimpleName(),
                                cause.getMessage()),
                cause);
    }
}
