package io.sluice.pipeline.lifecycle;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * Decides how long to wait after a failure: twice as long each time, up to five minutes, half of it at random, so that
 * pipelines that failed together do not all come back together.
 */
public final class Backoff {

    static final Duration SHORTEST = Duration.ofMillis(500);
    static final Duration LONGEST = Duration.ofMinutes(5);

    private static final int STEPS = 10;

    private final DoubleSupplier random;

    /** @param random between 0 and 1; thread-safe */
    public Backoff(DoubleSupplier random) {
        this.random = random;
    }

    /** @param attempt failures in a row, from 1 */
    Duration delay(int attempt) {
        long doubled = SHORTEST.toMillis() << Math.min(attempt, STEPS);
        long ceiling = Math.min(doubled, LONGEST.toMillis());
        long half = ceiling / 2;
        return Duration.ofMillis(half + Math.round(random.getAsDouble() * half));
    }
}
