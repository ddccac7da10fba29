package io.sluice.web;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Who has sent a request and waits for its answer. To be asked on the thread that handles the request. */
public interface Caller {

    /** Under what a request has it, where the container can tell. */
    String ATTRIBUTE = Caller.class.getName();

    /** Set on a request from whoever may not see what definitions mask. */
    String MASKED = Caller.class.getName() + ".masked";

    /** Whether the connection is closed, or half of it: nobody is going to read the answer. */
    boolean isGone();

    /** Under what a request has the user or the token that has sent it, by a text that no other one has. */
    String VISITOR = Caller.class.getName() + ".visitor";

    /** In whose limits a request counts beside those of its address: a user's or a token's; null if nobody is known. */
    static @Nullable String visitor(ServletRequest request) {
        return request.getAttribute(VISITOR) instanceof String visitor ? visitor : null;
    }

    /** Who has sent it, where one has to log in, and else from which address it came. */
    static String name(HttpServletRequest request) {
        return Objects.requireNonNullElse(request.getRemoteUser(), request.getRemoteAddr());
    }

    /** Whether whoever sent the request may see what definitions mask: anybody where nobody has to log in. */
    static boolean seesMasked(ServletRequest request) {
        return request.getAttribute(MASKED) == null;
    }

    /** One that is never gone, where the container cannot tell. */
    static Caller of(ServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof Caller caller ? caller : () -> false;
    }
}
