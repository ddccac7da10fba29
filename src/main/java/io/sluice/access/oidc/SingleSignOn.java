package io.sluice.access.oidc;

import io.sluice.access.Identity;
import io.sluice.access.OidcSettings;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;

/** Those whom the provider of OpenID Connect vouches for; nobody where none is configured. Thread-safe. */
public final class SingleSignOn implements DisposableBean {

    /** Where the provider sends a browser back to. */
    public static final String CALLBACK = "/login/oidc/callback";

    /** Three parts in base64url, an object the first, and the last empty for one that nobody signed: none of Sluice's. */
    private static final Pattern TOKEN = Pattern.compile("ey[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*");

    private final OidcSettings settings;
    private final Claims claims;
    private final @Nullable Provider provider;
    private final @Nullable ProviderTokens tokens;
    private final @Nullable JwtDecoder access;
    private final @Nullable ProviderLogin login;

    SingleSignOn(OidcSettings settings, Provider.Pace pace) {
        this.settings = settings;
        this.claims = new Claims(settings);
        this.provider = settings.isSet() ? new Provider(settings, pace) : null;
        this.tokens = provider == null ? null : new ProviderTokens(settings, provider);
        this.access = tokens == null ? null : tokens.access();
        this.login = provider == null || tokens == null || !settings.isForPages()
                ? null
                : new ProviderLogin(settings, provider, tokens, claims);
    }

    /**
     * Says who sends this token; empty if it is none of a provider's.
     *
     * @throws ProblemException NOT_LOGGED_IN if it is not good, NOT_ALLOWED if nobody of its groups has a role, or
     *     PLATFORM_UNAVAILABLE
     */
    public Optional<Identity> byToken(String token) {
        if (access == null || tokens == null || !TOKEN.matcher(token).matches()) {
            return Optional.empty();
        }
        try {
            Jwt good = access.decode(token);
            Instant expires = Objects.requireNonNull(good.getExpiresAt(), "the decoder takes none without");
            return Optional.of(claims.identity(good, expires.plus(settings.clockSkew())));
        } catch (JwtException e) {
            if (ProviderTokens.isAway(e)) {
                throw Provider.away();
            }
            throw new ProblemException(
                    ProblemType.NOT_LOGGED_IN, "The provider's token is not good: " + tokens.fault(e) + ".");
        }
    }

    /** What the login page calls the provider; empty if it has no login by one. */
    public Optional<String> name() {
        return login == null ? Optional.empty() : Optional.of(settings.name());
    }

    /**
     * Begins a login.
     *
     * @param to the page that it is to lead to in the end
     * @throws LoginFailure if the provider was not reached yet
     */
    public Begun begin(HttpServletRequest request, @Nullable String to) throws LoginFailure {
        return login().begin(request, to);
    }

    /**
     * Ends a login, with what the provider has the browser say.
     *
     * @param kept what {@link #begin} had the browser keep; null if it has not
     * @throws LoginFailure if it is none
     */
    public Done finish(HttpServletRequest request, @Nullable String kept) throws LoginFailure {
        return login().finish(request, kept);
    }

    /**
     * Where a browser ends the session at the provider, too; empty if it takes no such wish.
     *
     * @param proof of the login
     */
    public Optional<String> logout(HttpServletRequest request, String proof) {
        return login == null ? Optional.empty() : login.logout(request, proof);
    }

    private ProviderLogin login() {
        return Objects.requireNonNull(login, "only where there is a name");
    }

    /**
     * A login that was begun.
     *
     * @param location at the provider
     * @param kept what the browser has to keep until it comes back
     */
    public record Begun(String location, String kept) {}

    /**
     * A login that ended well.
     *
     * @param proof the provider's token, by which it knows what to end at a logout
     * @param to a page of this Sluice: its path, with what follows
     */
    public record Done(Identity identity, String proof, String to) {

        @Override
        public String toString() {
            return "Done[" + identity.name() + "]";
        }
    }

    @Override
    public void destroy() {
        if (provider != null) {
            provider.close();
        }
    }
}
