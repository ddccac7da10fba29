package io.sluice.access.gate;

import io.sluice.access.Identity;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a session keeps of a login, by which it is also known when the session has ended. */
final class Login implements HttpSessionBindingListener {

    private static final String ATTRIBUTE = Login.class.getName();

    private final Identity identity;
    private final HttpSession session;
    private final Instant until;
    private final InstantSource clock;
    private final Consumer<Login> onEnd;
    private volatile boolean ended;

    /**
     * Puts it into a session.
     *
     * @param until how long it is good at most
     * @param onEnd told once, when the session has ended
     */
    Login(Identity identity, HttpSession session, Instant until, InstantSource clock, Consumer<Login> onEnd) {
        this.identity = identity;
        this.session = session;
        this.until = until;
        this.clock = clock;
        this.onEnd = onEnd;
        session.setAttribute(ATTRIBUTE, this);
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

    static void end(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            end(session);
        }
    }

    private static void end(HttpSession session) {
        try {
            session.invalidate();
        } catch (IllegalStateException e) {
            // Another request has ended it just now.
        }
    }

    void end() {
        end(session);
    }

    Identity identity() {
        return identity;
    }

    /** Whether the session has ended, or has to. */
    boolean isOver() {
        return ended || !clock.instant().isBefore(until);
    }

    @Override
    public void valueUnbound(HttpSessionBindingEvent event) {
        ended = true;
        onEnd.accept(this);
    }
}
