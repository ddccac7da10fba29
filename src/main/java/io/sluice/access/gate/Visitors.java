package io.sluice.access.gate;

import io.sluice.access.Identity;
import io.sluice.access.account.Accounts;
import io.sluice.access.oidc.SingleSignOn;
import io.sluice.web.Leave;
import io.sluice.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** Finds who sends a request: whose token it brings, or else whose session, or else whose certificate. Thread-safe. */
final class Visitors {

    private static final String SCHEME = "Bearer ";

    /** What a request keeps of a token of the provider, so that its signature is checked once. */
    private static final String VOUCHED = Visitors.class.getName();

    private final Accounts accounts;
    private final SingleSignOn provider;
    private final Certificates certificates;

    Visitors(Accounts accounts, SingleSignOn provider, Certificates certificates) {
        this.accounts = accounts;
        this.provider = provider;
        this.certificates = certificates;
    }

    /** The token that a request brings, good or not; null if it brings none. No page of another site can add one. */
    static @Nullable String token(HttpServletRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        return header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? header.substring(SCHEME.length()).strip()
                : null;
    }

    /**
     * Null if nobody is known. A token that is not good is not made up for by a session.
     *
     * @throws ProblemException saying why it is not known
     */
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
            Identity vouched = byProvider(token, request);
            return vouched != null ? vouched : accounts.byToken(token).orElse(null);
        }
        Login login = Login.of(request);
        if (login == null) {
            Identity certified = certificates.of(request);
            return certified != null && accounts.isCurrent(certified) ? certified : null;
        }
        if (login.isOver() || !accounts.isCurrent(login.identity())) {
            Login.end(request);
            return null;
        }
        return login.identity();
    }

    private @Nullable Identity byProvider(String token, HttpServletRequest request) {
        Object before = request.getAttribute(VOUCHED);
        if (before instanceof Identity vouched) {
            return vouched;
        }
        if (before instanceof ProblemException refused) {
            throw refused;
        }
        try {
            Identity vouched = provider.byToken(token).orElse(null);
            if (vouched != null) {
                request.setAttribute(VOUCHED, vouched);
            }
            return vouched;
        } catch (ProblemException refused) {
            // Asked again in the same request, a provider that is away would be waited for again.
            request.setAttribute(VOUCHED, refused);
            throw refused;
        }
    }

    /** How long an answer to this request may go on. */
    Leave leave(HttpServletRequest request, Identity identity) {
        Login login = token(request) != null ? null : Login.of(request);
        return () -> (login == null || !login.isOver()) && accounts.isCurrent(identity);
    }
}
