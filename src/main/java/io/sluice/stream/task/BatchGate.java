package io.sluice.stream.task;

import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Lets micro-batches start until it is shut, and says when the one in flight is over: how a flow stops between two
 * micro-batches, which Spark itself cannot do. Thread-safe.
 */
public final class BatchGate {

    private static final long LOOK_MILLIS = 50;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean shut;
    private boolean inFlight;
    private boolean held;
    private volatile BooleanSupplier stopped = () -> false;

    /** @param stopped whether the query was told to stop; asked while a micro-batch is held */
    public void heldUntil(BooleanSupplier stopped) {
        this.stopped = stopped;
    }

    /**
     * Called by the query's thread as a micro-batch begins. Once the gate is shut it holds the thread until the query
     * is stopped; the micro-batch has written nothing and runs again at the next start.
     */
    void enter() {
        lock.lock();
        try {
            while (shut) {
                held = true;
                changed.signalAll();
                // Spark interrupts the query's thread once when it stops it, and what runs on it may swallow that.
                if (stopped.getAsBoolean()) {
                    throw interrupted();
                }
                changed.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            }
            inFlight = true;
        } catch (InterruptedException e) {
            throw interrupted();
        } finally {
            lock.unlock();
        }
    }

    /** The exception that tells Spark of a stop, which it knows from a failure by the type. */
    static UncheckedIOException interrupted() {
        Thread.currentThread().interrupt();
        return new UncheckedIOException(
                new InterruptedIOException("The flow was stopped before this micro-batch began"));
    }

    void leave() {
        lock.lock();
        try {
            inFlight = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Lets no further micro-batch start and waits for the one in flight.
     *
     * @return whether none is in flight any more
     */
    public boolean shut(Duration deadline) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            shut = true;
            long left = deadline.toNanos();
            while (inFlight && left > 0) {
                left = changed.awaitNanos(left);
            }
            return !inFlight;
        } finally {
            lock.unlock();
        }
    }

    /** Whether a micro-batch waits at the shut gate: the one before it is then committed in Spark's log too. */
    public boolean awaitHeld(long millis) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(millis);
            while (!held && left > 0) {
                left = changed.awaitNanos(left);
            }
            return held;
        } finally {
            lock.unlock();
        }
    }
}
