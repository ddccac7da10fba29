package io.sluice.access.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sluice.access.Role;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a token, as the API shows it: not the token itself.
 *
 * @param name what it is for
 * @param pipelines patterns of the names of those that it sees and orders; none for all
 * @param createdBy the user or the token that made it
 * @param lastUsedAt null if it never was
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "What is known of a token; not the token itself")
record Token(
        @Schema(description = "By which it is revoked", requiredMode = Schema.RequiredMode.REQUIRED)
        UUID id,

        @Schema(description = "What it is for", example = "nightly import", requiredMode = Schema.RequiredMode.REQUIRED)
        String name,

        @Schema(description = "What it may do", example = "operator", requiredMode = Schema.RequiredMode.REQUIRED)
        Role role,

        @Schema(description = Pipelines.DESCRIPTION, requiredMode = Schema.RequiredMode.REQUIRED)
        List<String> pipelines,

        @Schema(
                description = "The user or the token that made it",
                example = "admin",
                requiredMode = Schema.RequiredMode.REQUIRED)
        String createdBy,

        @Schema(description = "When it was made", requiredMode = Schema.RequiredMode.REQUIRED)
        Instant createdAt,

        @Schema(description = "From when on it is not good any more", requiredMode = Schema.RequiredMode.REQUIRED)
        Instant expiresAt,

        @Schema(description = "When it was used last; left out if it never was") @Nullable
        Instant lastUsedAt) {}
