package io.sluice.access.gate;

import io.sluice.access.Identity;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** What a session keeps of a login. */
record Login(Identity identity) implements Serializable {

    private static final String ATTRIBUTE = Login.class.getName();

    /** Begins a new session; one that there was, which somebody else may have planted, ends. */
    static void begin(HttpServletRequest request, Identity identity) {
        end(request);
        request.getSession(true).setAttribute(ATTRIBUTE, new Login(identity));
    }

    static void end(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            try {
                session.invalidate();
            } catch (IllegalStateException e) {
                // Another request has ended it just now.
            }
        }
    }

    /** That of the request's session; null if there is none. */
    static @Nullable Login of(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        try {
            return session != null && session.getAttribute(ATTRIBUTE) instanceof Login login ? login : null;
        } catch (IllegalStateException e) {
            // Another request has ended the session just now.
            return null;
        }
    }
}
