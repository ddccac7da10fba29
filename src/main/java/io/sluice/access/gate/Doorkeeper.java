package io.sluice.access.gate;

import io.sluice.access.Identity;
import io.sluice.access.Permissions;
import io.sluice.access.Permissions.Line;
import io.sluice.access.Role;
import io.sluice.web.Door;
import io.sluice.web.Limits;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import io.sluice.web.Scope;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.RequestPath;

/** Decides by the table what becomes of a request: the one place that does. Thread-safe. */
final class Doorkeeper implements Door {

    private final Visitors visitors;

    Doorkeeper(Visitors visitors) {
        this.visitors = visitors;
    }

    @Override
    public @Nullable String visitor(HttpServletRequest request) {
        try {
            Identity visitor = visitors.of(request);
            return visitor == null ? null : visitor.key();
        } catch (ProblemException unavailable) {
            return null;
        }
    }

    @Override
    public @Nullable ProblemException refusal(HttpServletRequest request) {
        if (takesAnyone(request)) {
            return null;
        }
        try {
            return refusal(request, visitors.of(request));
        } catch (ProblemException e) {
            return e;
        }
    }

    /** @param visitor who sends it, if that is known */
    @Nullable
    ProblemException refusal(HttpServletRequest request, @Nullable Identity visitor) {
        if (takesAnyone(request)) {
            return null;
        }
        Line line = line(request).orElse(null);
        Role needed = line == null ? null : line.role();
        if (visitor == null) {
            return new ProblemException(ProblemType.NOT_LOGGED_IN, whyUnknown(request));
        }
        if (line == null || needed == null) {
            return new ProblemException(
                    ProblemType.NOT_FOUND, "There is nothing at this address, or it does not take this method.");
        }
        if (!visitor.role().covers(needed)) {
            return new ProblemException(
                    ProblemType.NOT_ALLOWED,
                    "The role of '" + visitor.name() + "' is " + visitor.role().text() + "; this takes the role "
                            + needed.text() + ". Ask an admin.");
        }
        return outOfScope(request, line, visitor);
    }

    /** A pipeline that the visitor does not see is to him as one that is not there, and he cannot tell whether it is. */
    private static @Nullable ProblemException outOfScope(HttpServletRequest request, Line line, Identity visitor) {
        Scope scope = visitor.scope();
        if (!line.takesScoped() && !scope.isAll()) {
            return new ProblemException(
                    ProblemType.NOT_ALLOWED,
                    "'" + visitor.name() + "' sees some pipelines only (" + Limits.list(scope.patterns())
                            + "), and this is not of one pipeline. Ask an admin.");
        }
        if (!line.isOfOne() || scope.covers(Objects.requireNonNullElse(line.named(path(request)), ""))) {
            return null;
        }
        return line.method().equals("PUT") ? scope.refusal() : ProblemException.noPipeline();
    }

    /** Whether it is one of the few that take whoever comes. */
    static boolean takesAnyone(HttpServletRequest request) {
        return line(request).filter(line -> line.role() == null).isPresent();
    }

    private static String whyUnknown(HttpServletRequest request) {
        if (Visitors.token(request) != null) {
            return "The token is not known, was revoked or has expired. An admin can make another one.";
        }
        String how = "Log in at /login, or send a token: Authorization: Bearer sluice_…";
        return Certificates.subject(request)
                .map(subject -> "The certificate's subject " + subject + " has no role here. " + how)
                .orElse(how);
    }

    private static Optional<Line> line(HttpServletRequest request) {
        return Permissions.of(request.getMethod(), path(request));
    }

    private static PathContainer path(HttpServletRequest request) {
        return RequestPath.parse(request.getRequestURI(), request.getContextPath())
                .pathWithinApplication();
    }
}
