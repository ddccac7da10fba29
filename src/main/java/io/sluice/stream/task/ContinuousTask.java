package io.sluice.stream.task;

import io.sluice.stream.ledger.Acknowledged;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.jspecify.annotations.Nullable;

/**
 * One partition of a flow in continuous mode. Spark hands over records as they come and asks for a commit at the end of
 * an epoch only, which is seconds away, so a thread of the task's own commits a few milliseconds after the first record.
 * The ledger decides what is new, so Spark may begin an epoch again and nothing is stored twice.
 *
 * <p>What the thread fails with is thrown to Spark at the next record, or at the end of the epoch, which is then ended at
 * once: an epoch may be long, and what has failed is tried again only after that.
 */
final class ContinuousTask implements DataWriter<InternalRow> {

    /** How long records wait for others to share their transaction. */
    private static final long TRICKLE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** How long records wait while many come: transactions of a good size are what counts then. */
    private static final long FLOOD_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private static final int FLOOD = 100;
    private static final int LARGEST = 10_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final RecordCarrier carrier;
    private final Runnable endEpoch;
    private final List<TaskCommit> epoch = new ArrayList<>();
    private int pending;
    private long firstAt;
    private long patience = TRICKLE_NANOS;
    private @Nullable Throwable failure;
    private boolean closed;

    private ContinuousTask(FlowTask task, Acknowledged acknowledged, Runnable endEpoch) {
        this.endEpoch = endEpoch;
        this.carrier = new RecordCarrier(task, acknowledged);
    }

    /**
     * Begins the task and its thread.
     *
     * @param endEpoch makes Spark ask for a commit soon; must not block
     */
    static ContinuousTask start(FlowTask task, Acknowledged acknowledged, int partition, Runnable endEpoch) {
        ContinuousTask begun = new ContinuousTask(task, acknowledged, endEpoch);
        Thread committer = new Thread(begun::commitInTime, "commit-" + task.name() + "-" + partition);
        committer.setDaemon(true);
        committer.start();
        return begun;
    }

    @Override
    public void write(InternalRow row) throws IOException {
        lock.lock();
        try {
            throwFailure();
            carrier.write(row);
            pending++;
            if (pending == 1) {
                firstAt = System.nanoTime();
                changed.signal();
            } else if (pending == LARGEST) {
                commitPending();
                throwFailure();
            }
        } finally {
            lock.unlock();
        }
    }

    private void commitInTime() {
        lock.lock();
        try {
            while (!closed) {
                if (pending == 0) {
                    changed.await();
                    continue;
                }
                long left = firstAt + patience - System.nanoTime();
                if (left > 0) {
                    changed.awaitNanos(left);
                } else {
                    commitPending();
                    if (failure != null) {
                        endEpoch.run();
                    }
                }
            }
        } catch (InterruptedException e) {
            // The task has ended.
        } finally {
            lock.unlock();
        }
    }

    private void commitPending() {
        patience = pending < FLOOD ? TRICKLE_NANOS : FLOOD_NANOS;
        pending = 0;
        try {
            epoch.add(carrier.commit());
        } catch (Throwable e) {
            failure = e;
            carrier.close();
        }
    }

    private void throwFailure() throws IOException {
        if (failure instanceof Error error) {
            throw error;
        } else if (failure instanceof RuntimeException exception) {
            throw exception;
        } else if (failure != null) {
            throw new IOException(failure.getMessage(), failure);
        }
    }

    /** Ends an epoch, and says what came of its records. */
    @Override
    public WriterCommitMessage commit() throws IOException {
        lock.lock();
        try {
            if (failure == null && pending > 0) {
                commitPending();
            }
            throwFailure();
            TaskCommit whole = TaskCommit.sum(epoch);
            epoch.clear();
            return whole;
        } finally {
            lock.unlock();
        }
    }

    /** Rolls back what is not committed: those records come again. */
    @Override
    public void abort() {
        lock.lock();
        try {
            pending = 0;
            carrier.close();
        } finally {
            lock.unlock();
        }
    }

    /** Does nothing: the task goes on with its next epoch. */
    @Override
    public void close() {}

    /** Ends the task; returns when nothing is being committed any more. */
    void end() {
        lock.lock();
        try {
            closed = true;
            pending = 0;
            carrier.close();
            changed.signal();
        } finally {
            lock.unlock();
        }
    }
}
