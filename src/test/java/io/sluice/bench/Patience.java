package io.sluice.bench;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** How long a benchmark waits for something that must come. */
final class Patience {

    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long LEAST_SECONDS = 180;
    private static final long SLOWEST_PER_SECOND = 5_000;

    private Patience() {}

    interface Condition {

        boolean holds() throws Exception;
    }

    /** Asks every 20 ms, for three minutes and a second more for each 5,000 records. */
    static void await(String what, int records, Condition condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LEAST_SECONDS + records / SLOWEST_PER_SECOND);
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("waited too long for " + what);
            }
            LockSupport.parkNanos(STEP_NANOS);
        }
    }
}
