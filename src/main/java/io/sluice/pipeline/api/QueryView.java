package io.sluice.pipeline.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.sluice.engine.LiveQueries.LiveQuery;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A streaming query as Spark sees it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({
    "id",
    "runId",
    "name",
    "isActive",
    "statusMessage",
    "sources",
    "sink",
    "lastProgress",
    "exception",
    "plan"
})
@Schema(name = "StreamingQuery")
record QueryView(
        UUID id,
        UUID runId,
        @Nullable String name,
        @JsonProperty("isActive") boolean isActive,
        String statusMessage,
        List<String> sources,
        String sink,

        @Schema(implementation = SparkProgress.class) @Nullable
        JsonNode lastProgress,

        @Nullable String exception,
        String plan) {

    static QueryView of(LiveQuery query, JsonMapper json) {
        return new QueryView(
                query.id(),
                query.runId(),
                query.name(),
                query.isActive(),
                query.statusMessage(),
                query.sources(),
                query.sink(),
                query.lastProgress() == null ? null : json.readTree(query.lastProgress()),
                query.exception(),
                query.plan());
    }

    /** How the OpenAPI document shows {@code lastProgress}. */
    @Schema(name = "SparkProgress")
    interface SparkProgress {}
}
