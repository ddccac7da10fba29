package io.sluice.access.gate;

import io.sluice.access.Identity;
import io.sluice.access.Permissions;
import io.sluice.access.Role;
import io.sluice.web.Caller;
import io.sluice.web.Leave;
import io.sluice.web.ProblemException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Tells Spring Security who sends a request. Keeps nothing: the next request is asked again. */
final class IdentityFilter extends OncePerRequestFilter {

    private final Visitors visitors;
    private final HandlerExceptionResolver problems;

    IdentityFilter(Visitors visitors, HandlerExceptionResolver problems) {
        this.visitors = visitors;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Identity identity;
        try {
            identity = visitors.of(request);
        } catch (ProblemException unknown) {
            if (!Doorkeeper.takesAnyone(request)) {
                problems.resolveException(request, response, null, unknown);
                return;
            }
            identity = null;
        }
        if (identity == null || !identity.role().covers(Permissions.MASKED_VALUES)) {
            request.setAttribute(Caller.MASKED, true);
        }
        if (identity != null) {
            request.setAttribute(Leave.ATTRIBUTE, visitors.leave(request, identity));
            SecurityContext context = SecurityContextHolder.createEmptyContext();
            context.setAuthentication(
                    UsernamePasswordAuthenticationToken.authenticated(identity, null, authorities(identity)));
            SecurityContextHolder.setContext(context);
        }
        chain.doFilter(request, response);
    }

    private static List<GrantedAuthority> authorities(Identity identity) {
        return Arrays.stream(Role.values())
                .filter(role -> identity.role().covers(role))
                .<GrantedAuthority>map(role -> new SimpleGrantedAuthority("ROLE_" + role.name()))
                .toList();
    }
}
