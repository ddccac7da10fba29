package io.sluice.access.gate;

import io.sluice.access.Identity;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** What is answered to a refused request: a problem, or to a browser that opens a page the way to the login. */
final class Answers implements AuthenticationEntryPoint, AccessDeniedHandler {

    private final Doorkeeper doorkeeper;
    private final HandlerExceptionResolver problems;

    Answers(Doorkeeper doorkeeper, HandlerExceptionResolver problems) {
        this.doorkeeper = doorkeeper;
        this.problems = problems;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
            throws IOException {
        if (opensPage(request)) {
            String query = request.getQueryString();
            String page = request.getRequestURI() + (query == null ? "" : "?" + query);
            response.sendRedirect(
                    request.getContextPath() + "/login?to=" + URLEncoder.encode(page, StandardCharsets.UTF_8));
            return;
        }
        refuse(request, response);
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException why) {
        if (why instanceof CsrfException) {
            problems.resolveException(
                    request,
                    response,
                    null,
                    new ProblemException(
                            ProblemType.FOREIGN_SITE,
                            "A request that a session is to allow must bring the value of the cookie XSRF-TOKEN as its header"
                                    + " X-XSRF-TOKEN, as only a page of Sluice can. A program sends a token instead."));
            return;
        }
        refuse(request, response);
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response) {
        ProblemException refusal = doorkeeper.refusal(request, visitor());
        problems.resolveException(
                request,
                response,
                null,
                refusal == null
                        ? new ProblemException(ProblemType.NOT_ALLOWED, "This is not allowed. Ask an admin.")
                        : refusal);
    }

    static @Nullable Identity visitor() {
        Authentication known = SecurityContextHolder.getContext().getAuthentication();
        return known != null && known.getPrincipal() instanceof Identity identity ? identity : null;
    }

    private static boolean opensPage(HttpServletRequest request) {
        String accepted = request.getHeader(HttpHeaders.ACCEPT);
        return request.getMethod().equals("GET")
                && Visitors.token(request) == null
                && accepted != null
                && accepted.toLowerCase(Locale.ROOT).contains("text/html");
    }
}
