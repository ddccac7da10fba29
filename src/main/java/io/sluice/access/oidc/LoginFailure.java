package io.sluice.access.oidc;

import java.util.Locale;

/** A login by the provider came to nothing. */
public final class LoginFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final Why why;

    /** What the login page says. */
    public enum Why {
        /** The provider does not answer. */
        AWAY,
        /** It did not say who it is, or not so that it could be believed. */
        REFUSED,
        /** It was begun too long ago, or by another browser. */
        STALE,
        /** None of the groups has a role. */
        ROLE
    }

    LoginFailure(Why why, String message) {
        super(message);
        this.why = why;
    }

    LoginFailure(Why why, String message, Throwable cause) {
        super(message, cause);
        this.why = why;
    }

    /** As the login page's address has it. */
    public String code() {
        return why.name().toLowerCase(Locale.ROOT);
    }
}
