package io.sluice.access.gate;

import io.sluice.access.oidc.LoginFailure;
import io.sluice.access.oidc.SingleSignOn;
import io.sluice.access.oidc.SingleSignOn.Begun;
import io.sluice.access.oidc.SingleSignOn.Done;
import io.sluice.web.Limits;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.util.WebUtils;

/**
 * A browser's way to the provider, and back with what the provider says. It comes back by way of another site, which brings
 * no cookie of the session along; so what was begun is in a cookie of its own, and the way ends at the login page, from which
 * the browser goes on with the session.
 */
final class ProviderRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(ProviderRoutes.class);

    private static final Duration KEPT = Duration.ofMinutes(10);

    private final SingleSignOn provider;
    /** Of a session: by what the provider knows what to end. */
    private static final String PROOF = ProviderRoutes.class.getName();

    private final Sessions sessions;
    private final CookieCsrfTokenRepository csrfTokens;

    ProviderRoutes(SingleSignOn provider, Sessions sessions, CookieCsrfTokenRepository csrfTokens) {
        this.provider = provider;
        this.sessions = sessions;
        this.csrfTokens = csrfTokens;
    }

    ServerResponse begin(ServerRequest asked) {
        HttpServletRequest request = asked.servletRequest();
        try {
            Begun begun = provider.begin(request, request.getParameter("to"));
            return to(begun.location(), cookie(request, begun.kept(), KEPT)).build();
        } catch (LoginFailure e) {
            return failed(request, e);
        }
    }

    ServerResponse finish(ServerRequest asked) {
        HttpServletRequest request = asked.servletRequest();
        Cookie kept = WebUtils.getCookie(request, name(request));
        try {
            Done done = provider.finish(request, kept == null ? null : kept.getValue());
            LOG.info("{} has logged in from {}", done.identity().name(), request.getRemoteAddr());
            sessions.begin(request, done.identity());
            request.getSession(true).setAttribute(PROOF, done.proof());
            String page = "/login?to=" + URLEncoder.encode(done.to(), StandardCharsets.UTF_8);
            return to(request.getContextPath() + page, cookie(request, "", Duration.ZERO))
                    .build((its, response) -> {
                        csrfTokens.saveToken(csrfTokens.generateToken(its), its, response);
                        return null;
                    });
        } catch (LoginFailure e) {
            return failed(request, e);
        }
    }

    /** What the provider gave for the login of this session; empty if none of it did. */
    static Optional<String> proof(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        try {
            return Login.of(request) != null && session != null
                    ? Optional.ofNullable((String) session.getAttribute(PROOF))
                    : Optional.empty();
        } catch (IllegalStateException e) {
            // Another request has ended the session just now.
            return Optional.empty();
        }
    }

    private ServerResponse failed(HttpServletRequest request, LoginFailure failure) {
        LOG.info(
                "A login from {} by the provider failed: {}",
                request.getRemoteAddr(),
                Limits.echo(String.valueOf(failure.getMessage())));
        return to(request.getContextPath() + "/login?failed=" + failure.code(), cookie(request, "", Duration.ZERO))
                .build();
    }

    private static ServerResponse.BodyBuilder to(String location, ResponseCookie cookie) {
        return ServerResponse.status(HttpStatus.FOUND)
                .header(HttpHeaders.LOCATION, location)
                .header(HttpHeaders.SET_COOKIE, cookie.toString())
                .header("Referrer-Policy", "no-referrer")
                .cacheControl(CacheControl.noStore());
    }

    /** Sent along by a browser that comes from the provider, as the session's is not. */
    private static ResponseCookie cookie(HttpServletRequest request, String value, Duration age) {
        return ResponseCookie.from(name(request), value)
                .httpOnly(true)
                .secure(request.isSecure())
                .sameSite("Lax")
                .path("/")
                .maxAge(age)
                .build();
    }

    /** Over TLS one that no other host of the domain can plant. */
    private static String name(HttpServletRequest request) {
        return request.isSecure() ? "__Host-sluice-login" : "sluice-login";
    }
}
