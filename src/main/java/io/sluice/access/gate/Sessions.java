package io.sluice.access.gate;

import io.sluice.access.Identity;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of all logins: so many of a user, so many at all, of which the oldest goes where another one comes; and none
 * beyond an age. Thread-safe.
 */
final class Sessions {

    static final int OF_A_USER = 20;
    static final int OF_ALL = 1_000;

    private final Duration maxAge;
    private final InstantSource clock;
    /** The oldest first; guarded by this. */
    private final Set<Login> logins = new LinkedHashSet<>();

    /** @param maxAge after which one has to log in again, whatever was asked meanwhile */
    Sessions(Duration maxAge, InstantSource clock) {
        this.maxAge = maxAge;
        this.clock = clock;
    }

    /** Begins a new session; one that there was, which somebody else may have planted, ends. */
    void begin(HttpServletRequest request, Identity identity) {
        Login.end(request);
        Login login =
                new Login(identity, request.getSession(true), clock.instant().plus(maxAge), clock, this::remove);
        add(login);
        identity.hold(request);
        // Not with the lock, which whoever ends a session takes after the session's own.
        String key = identity.key();
        endOldest(OF_A_USER, other -> other.identity().key().equals(key));
        endOldest(OF_ALL, other -> true);
    }

    private void endOldest(int most, Predicate<Login> of) {
        Login oldest = oldestBeyond(most, of);
        if (oldest != null) {
            oldest.end();
            // One that had ended before it was added is not removed by that.
            remove(oldest);
        }
    }

    private synchronized @Nullable Login oldestBeyond(int most, Predicate<Login> of) {
        return logins.stream().filter(of).count() > most
                ? logins.stream().filter(of).findFirst().orElse(null)
                : null;
    }

    private synchronized void add(Login login) {
        logins.add(login);
    }

    private synchronized void remove(Login login) {
        logins.remove(login);
    }

    /** How many there are now. */
    synchronized int count() {
        return logins.size();
    }
}
