package io.sluice.access;

import io.sluice.web.Caller;
import io.sluice.web.Scope;
import jakarta.servlet.ServletRequest;
import java.io.Serializable;
import java.security.Principal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who sends a request: all that is asked for what he may do and see, and noted of him.
 *
 * @param name of a user, or of a token
 * @param stamp changes with the user's password, role and scope, and ends what was begun under the one before; of a token
 *     its id
 * @param isToken whether it is a program with a token, and not a user
 * @param scope the pipelines that he sees and orders
 */
public record Identity(String name, Role role, UUID stamp, boolean isToken, Scope scope)
        implements Principal, Serializable {

    private static final String ATTRIBUTE = Identity.class.getName();

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
        return isToken ? "token " + stamp : "user " + name;
    }
}
