package io.sluice.access.gate;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sluice.access.Identity;
import io.sluice.access.Role;
import io.sluice.access.Security;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, as the API shows it.
 *
 * @param user the name of a user or a token; null if nobody is known
 * @param role what he may do; null if nobody is known
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SessionView(
        Security security, @Nullable String user, @Nullable Role role) {

    static SessionView of(Security security, @Nullable Identity visitor) {
        return visitor == null
                ? new SessionView(security, null, null)
                : new SessionView(security, visitor.name(), visitor.role());
    }
}
