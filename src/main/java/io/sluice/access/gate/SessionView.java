package io.sluice.access.gate;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sluice.access.Identity;
import io.sluice.access.Role;
import io.sluice.access.Security;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, as the API shows it.
 *
 * @param kind what the name is of, since a token may have that of a user; null if nobody is known
 * @param user the name of a user or a token; null if nobody is known
 * @param role what he may do; null if nobody is known
 * @param pipelines patterns of the names of those that he sees, none for all; null if nobody is known
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SessionView(
        Security security,
        Identity.@Nullable Kind kind,
        @Nullable String user,
        @Nullable Role role,
        @Nullable List<String> pipelines) {

    static SessionView of(Security security, @Nullable Identity visitor) {
        return visitor == null
                ? new SessionView(security, null, null, null, null)
                : new SessionView(
                        security,
                        visitor.kind(),
                        visitor.name(),
                        visitor.role(),
                        visitor.scope().patterns());
    }
}
