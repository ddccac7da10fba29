package io.sluice.pipeline.lifecycle;

import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The failures of one pipeline: how many in a row, and the last. Not thread-safe. */
final class Failures {

    private final Clock clock;
    private final LongSupplier nanoTime;
    private int inARow;
    /** What a start failed by has gone; the next start follows a failure all the same. */
    private boolean healed;

    private long restarts;
    private @Nullable LastError last;
    /** When {@link #last} occurred; null if it is remembered from an earlier life. */
    private @Nullable Long lastAt;

    Failures(@Nullable LastError last, Clock clock, LongSupplier nanoTime) {
        this.last = last;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    int inARow() {
        return inARow;
    }

    /** Starts that followed a failure without an order. */
    long restarts() {
        return restarts;
    }

    @Nullable
    LastError last() {
        return last;
    }

    /** Keeps the error to be shown; it does not count as a failure. */
    void note(@Nullable Throwable failure) {
        if (failure != null) {
            last = LastError.of(failure, clock.instant());
            lastAt = nanoTime.getAsLong();
        }
    }

    void count() {
        inARow++;
    }

    void countStart() {
        // Whoever orders a start makes failures forgotten.
        if (inARow > 0 || healed) {
            restarts++;
        }
        healed = false;
    }

    boolean isWithin(Duration lately) {
        return last != null && lastAt != null && nanoTime.getAsLong() - lastAt <= lately.toNanos();
    }

    /** @param waiting whether the next start waits for what has healed */
    void heal(boolean waiting) {
        inARow = 0;
        healed |= waiting;
    }

    /** Lets the next failure count as the first; the last error stays. */
    void forgetCount() {
        inARow = 0;
        healed = false;
    }

    void forgetAll() {
        forgetCount();
        last = null;
    }
}
