package io.sluice.pipeline.versions;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Versions, newest first.
 *
 * @param next the version after which the next page begins; null if there is none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"items", "next"})
@Schema(name = "Versions")
record VersionPage(List<Version> items, @Nullable Long next) {

    /**
     * A version, and what it changed.
     *
     * @param by who made it; null if that is not known
     * @param moreChanges how many changes there are beyond those that are named; null for none
     */
    @JsonPropertyOrder({"version", "at", "by", "changes", "moreChanges"})
    @Schema(name = "Version")
    record Version(
            long version,
            Instant at,
            @JsonInclude @Nullable String by,
            List<Change> changes,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Integer moreChanges) {}

    /** As {@link Difference.Change}. */
    @JsonInclude
    @JsonPropertyOrder({"pointer", "before", "after"})
    @Schema(name = "VersionChange")
    record Change(
            String pointer,

            @Schema(implementation = VersionValue.class) @Nullable
            JsonNode before,

            @Schema(implementation = VersionValue.class) @Nullable
            JsonNode after) {}

    /** How the OpenAPI document shows a value of any kind. */
    @Schema(name = "VersionValue")
    interface VersionValue {}
}
