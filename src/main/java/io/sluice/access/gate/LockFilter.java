package io.sluice.access.gate;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;

/**
 * Has each request pass Spring Security once. A request with a body comes by in an asynchronous dispatch, when its body is
 * there, and most of Spring's filters let such a dispatch pass unasked, because they take it for a second one.
 */
final class LockFilter implements Filter {

    private static final String PASSED = LockFilter.class.getName();

    private final Filter security;

    LockFilter(Filter security) {
        this.security = security;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request.getAttribute(PASSED) != null) {
            chain.doFilter(request, response);
            return;
        }
        request.setAttribute(PASSED, true);
        security.doFilter(
                request.getDispatcherType() == DispatcherType.REQUEST
                        ? request
                        : new First((HttpServletRequest) request),
                response,
                chain);
    }

    /** A request that nobody has asked yet, whatever dispatch brings it. */
    private static final class First extends HttpServletRequestWrapper {

        First(HttpServletRequest request) {
            super(request);
        }

        @Override
        public DispatcherType getDispatcherType() {
            return DispatcherType.REQUEST;
        }
    }
}
