package io.sluice.access;

import java.io.Serializable;
import java.security.Principal;
import java.util.UUID;

/**
 * Who sends a request.
 *
 * @param name of a user, or of a token
 * @param stamp changes with the user's password and role, and ends what was begun under the one before
 * @param isToken whether it is a program with a token, and not a user
 */
public record Identity(String name, Role role, UUID stamp, boolean isToken) implements Principal, Serializable {

    @Override
    public String getName() {
        return name;
    }
}
