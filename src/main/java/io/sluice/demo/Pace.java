package io.sluice.demo;

import java.time.Duration;

/** Spreads records evenly over time. Not thread-safe. */
final class Pace {

    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final int LARGEST = 5_000;

    private final double perSecond;
    private long started;
    private long given;

    Pace(double perSecond, long nanoTime) {
        this.perSecond = perSecond;
        this.started = nanoTime;
    }

    /** Returns how many records are due by now. What an outage kept back is not made up for in one go. */
    int due(long nanoTime) {
        long total = (long) ((nanoTime - started) / 1e9 * perSecond);
        int due = (int) Math.min(LARGEST, total - given);
        if (due == LARGEST) {
            restart(nanoTime);
        } else {
            given += due;
        }
        return due;
    }

    /** Forgets what is overdue. */
    void restart(long nanoTime) {
        started = nanoTime;
        given = 0;
    }

    /** Returns how long to wait until at least one record is due again. */
    Duration interval() {
        Duration perRecord = Duration.ofNanos((long) (1e9 / perSecond));
        return perRecord.compareTo(SHORTEST) < 0 ? SHORTEST : perRecord;
    }
}
