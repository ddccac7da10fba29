package io.sluice.access.account;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.sluice.access.Identity;
import io.sluice.access.Role;
import io.sluice.web.Scope;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A user, as the API shows one.
 *
 * @param changedAt when the password or the role was changed last
 * @param pipelines patterns of the names of those that the user sees and orders; none for all
 * @param hash of the password, with the name of its algorithm in front
 */
@Schema(description = "Somebody who can log in")
record User(
        @Schema(description = "The name", example = "lisa", requiredMode = Schema.RequiredMode.REQUIRED)
        String name,

        @Schema(
                description = "What the user may do; each role may do what those before it may",
                example = "operator",
                requiredMode = Schema.RequiredMode.REQUIRED)
        Role role,

        @Schema(description = "When the user was made", requiredMode = Schema.RequiredMode.REQUIRED)
        Instant createdAt,

        @Schema(
                description = "When the password or the role was changed last",
                requiredMode = Schema.RequiredMode.REQUIRED)
        Instant changedAt,

        @Schema(description = Pipelines.DESCRIPTION, requiredMode = Schema.RequiredMode.REQUIRED)
        List<String> pipelines,

        @JsonIgnore String hash,
        @JsonIgnore UUID stamp) {

    Identity identity() {
        return Identity.user(name, role, stamp, new Scope(pipelines));
    }

    @Override
    public String toString() {
        return "User[" + name + "]";
    }
}
