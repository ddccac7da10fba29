package io.sluice.access.account;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes guessing slow: after some failures under a key each further one has the next attempt wait twice as long. Keeps so
 * many keys at most, and forgets the ones that failed longest ago. Thread-safe.
 */
final class Throttle {

    private static final int KEPT = 10_000;
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(15);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final int free;
    private final Clock clock;
    private final Map<String, Failures> failures = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > KEPT;
        }
    };

    private record Failures(int number, Instant until) {}

    /** @param free failures that cost nothing */
    Throttle(int free, Clock clock) {
        this.free = free;
        this.clock = clock;
    }

    /** How long the next attempt has to wait; zero if it may be made now. */
    synchronized Duration wait(String key) {
        Failures so = failures.get(key);
        Duration left = so == null ? Duration.ZERO : Duration.between(clock.instant(), so.until());
        return left.isNegative() ? Duration.ZERO : left;
    }

    synchronized void failed(String key) {
        Failures before = failures.remove(key);
        boolean isLongAgo =
                before != null && before.until().plus(FORGOTTEN_AFTER).isBefore(clock.instant());
        int number = before == null || isLongAgo ? 1 : before.number() + 1;
        long seconds = number < free ? 0 : 1L << Math.min(number - free, 20);
        Duration pause = Duration.ofSeconds(Math.min(seconds, LONGEST.toSeconds()));
        failures.put(key, new Failures(number, clock.instant().plus(pause)));
    }

    synchronized void succeeded(String key) {
        failures.remove(key);
    }
}
