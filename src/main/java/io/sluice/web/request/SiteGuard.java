package io.sluice.web.request;

import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Keeps web pages of other sites from driving Sluice through its user's browser. A server on loopback has no password:
 * what protects it is that it can tell by {@code Host} that a name was pointed at it (DNS rebinding), and by
 * {@code Origin} that a foreign page sends an order.
 */
final class SiteGuard extends OncePerRequestFilter {

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private final boolean onLoopback;
    private final Set<String> allowed;
    private final HandlerExceptionResolver problems;

    /**
     * @param onLoopback whether the server listens on loopback only, so that every proper name of it is known
     * @param allowed host names beside the loopback ones, in lower case
     */
    SiteGuard(boolean onLoopback, Set<String> allowed, HandlerExceptionResolver problems) {
        this.onLoopback = onLoopback;
        this.allowed = Set.copyOf(allowed);
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String fault = fault(request);
        if (fault == null) {
            chain.doFilter(request, response);
            return;
        }
        String detail = fault + ". If that name is meant to reach Sluice, add it to sluice.web.allowed-hosts.";
        problems.resolveException(request, response, null, new ProblemException(ProblemType.FOREIGN_SITE, detail));
    }

    /** Requests with a body are dispatched when it is there. */
    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }

    private @Nullable String fault(HttpServletRequest request) {
        String host = request.getServerName().toLowerCase(Locale.ROOT);
        if ((onLoopback || !allowed.isEmpty()) && !isKnown(host)) {
            return "The host name of the request is not one of Sluice's";
        }
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin == null || READING.contains(request.getMethod())) {
            return null;
        }
        return isSame(origin, host, request.getServerPort()) ? null : "The request was sent by a page of another site";
    }

    private boolean isKnown(String host) {
        return isLoopback(host) || allowed.contains(host);
    }

    private boolean isSame(String origin, String host, int port) {
        try {
            URI page = URI.create(origin);
            String from = page.getHost() == null ? "" : page.getHost().toLowerCase(Locale.ROOT);
            int fromPort = page.getPort() >= 0 ? page.getPort() : "https".equals(page.getScheme()) ? 443 : 80;
            return allowed.contains(from) || from.equals(host) && fromPort == port;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost")
                || host.endsWith(".localhost")
                || host.equals("127.0.0.1")
                || host.equals("[::1]")
                || host.equals("[0:0:0:0:0:0:0:1]")
                || host.equals("0:0:0:0:0:0:0:1");
    }
}
