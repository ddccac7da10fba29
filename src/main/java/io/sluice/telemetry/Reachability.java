package io.sluice.telemetry;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the last check of a service said.
 *
 * @param since when it was first seen like this
 * @param lastError why it could not be reached, now or the last time; null if it always could
 */
record Reachability(
        boolean reachable, Instant since, @Nullable String lastError) {

    static final String NOT_CHECKED = "not checked yet";

    static Reachability unknown(Instant now) {
        return new Reachability(false, now, NOT_CHECKED);
    }

    Reachability seen(Instant now) {
        return reachable ? this : new Reachability(true, now, isUnknown() ? null : lastError);
    }

    Reachability missed(Instant now, String error) {
        return new Reachability(false, reachable ? now : since, error);
    }

    /** Some drivers put times and counts into their words, which are no news. */
    boolean saysTheSame(Reachability other) {
        return reachable == other.reachable && words().equals(other.words());
    }

    private String words() {
        return lastError == null ? "" : lastError.replaceAll("\\d+", "");
    }

    boolean isUnknown() {
        return !reachable && NOT_CHECKED.equals(lastError);
    }
}
