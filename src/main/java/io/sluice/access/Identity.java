package io.sluice.access;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.sluice.web.Caller;
import io.sluice.web.Scope;
import jakarta.servlet.ServletRequest;
import java.io.Serializable;
import java.security.Principal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who sends a request: all that is asked for what he may do and see, and noted of him.
 *
 * @param name of a user, or of a token; of whom else vouches for, with that in front, such as {@code oidc:lisa}, which is no
 *     name of a user's
 * @param stamp changes with the user's password, role and scope, and ends what was begun under the one before; of a token
 *     its id
 * @param scope the pipelines that he sees and orders
 * @param until when whoever vouches does not any more; null where Sluice itself knows
 */
public record Identity(
        String name,
        Role role,
        UUID stamp,
        Kind kind,
        Scope scope,
        @Nullable Instant until) implements Principal, Serializable {

    private static final String ATTRIBUTE = Identity.class.getName();

    /** How it is known. */
    public enum Kind {
        /** By a password. */
        @JsonProperty("user")
        USER,
        /** A program, by one of Sluice's tokens. */
        @JsonProperty("token")
        TOKEN,
        /** The provider of OpenID Connect vouches. */
        @JsonProperty("oidc")
        OIDC,
        /** By a client certificate. */
        @JsonProperty("certificate")
        CERTIFICATE
    }

    public static Identity user(String name, Role role, UUID stamp, Scope scope) {
        return new Identity(name, role, stamp, Kind.USER, scope, null);
    }

    public static Identity token(String name, Role role, UUID id, Scope scope) {
        return new Identity(name, role, id, Kind.TOKEN, scope, null);
    }

    /** Whether it is a program with a token of Sluice's. */
    public boolean isToken() {
        return kind == Kind.TOKEN;
    }

    @Override
    public String getName() {
        return name;
    }

    /** Makes it known as that of the request, and its scope that of the answers. */
    public void hold(ServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
        request.setAttribute(Caller.VISITOR, key());
        scope.hold(request);
    }

    /** That of the request; null if nobody is known. */
    public static @Nullable Identity of(ServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof Identity identity ? identity : null;
    }

    /** The same whatever name others have: in whose limits its requests count. */
    public String key() {
        return switch (kind) {
            case USER -> "user " + name;
            case TOKEN -> "token " + stamp;
            // A provider may show two people under one name.
            case OIDC -> "oidc " + stamp;
            case CERTIFICATE -> "certificate " + stamp;
        };
    }
}
