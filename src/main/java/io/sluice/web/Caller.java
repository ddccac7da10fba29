package io.sluice.web;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;

/** Who has sent a request and waits for its answer. To be asked on the thread that handles the request. */
public interface Caller {

    /** Under what a request has it, where the container can tell. */
    String ATTRIBUTE = Caller.class.getName();

    /** Whether the connection is closed, or half of it: nobody is going to read the answer. */
    boolean isGone();

    /** Who has sent it, where one has to log in, and else from which address it came. */
    static String name(HttpServletRequest request) {
        return Objects.requireNonNullElse(request.getRemoteUser(), request.getRemoteAddr());
    }

    /** One that is never gone, where the container cannot tell. */
    static Caller of(ServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof Caller caller ? caller : () -> false;
    }
}
