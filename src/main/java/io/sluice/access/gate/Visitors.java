package io.sluice.access.gate;

import io.sluice.access.Identity;
import io.sluice.access.account.Accounts;
import io.sluice.web.Leave;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** Finds who sends a request: whose token it brings, or else whose session. Thread-safe. */
final class Visitors {

    private static final String SCHEME = "Bearer ";

    private final Accounts accounts;

    Visitors(Accounts accounts) {
        this.accounts = accounts;
    }

    /** The token that a request brings, good or not; null if it brings none. No page of another site can add one. */
    static @Nullable String token(HttpServletRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        return header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? header.substring(SCHEME.length()).strip()
                : null;
    }

    /** Null if nobody is known. A token that is not good is not made up for by a session. */
    @Nullable
    Identity of(HttpServletRequest request) {
        Identity identity = find(request);
        if (identity != null) {
            identity.hold(request);
        }
        return identity;
    }

    private @Nullable Identity find(HttpServletRequest request) {
        String token = token(request);
        if (token != null) {
            return accounts.byToken(token).orElse(null);
        }
        Login login = Login.of(request);
        if (login == null) {
            return null;
        }
        if (login.isOver() || !accounts.isCurrent(login.identity())) {
            Login.end(request);
            return null;
        }
        return login.identity();
    }

    /** How long an answer to this request may go on. */
    Leave leave(HttpServletRequest request, Identity identity) {
        Login login = identity.isToken() ? null : Login.of(request);
        return () -> (login == null || !login.isOver()) && accounts.isCurrent(identity);
    }
}
