package io.sluice.pipeline.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.sluice.engine.LiveQuery;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.AdditionalPropertiesValue;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
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
@Schema(name = "StreamingQuery", description = "A streaming query as Spark sees it.")
record QueryView(
        @Schema(description = "The same after every restart.", requiredMode = RequiredMode.REQUIRED)
        UUID id,

        @Schema(description = "New with every start.", requiredMode = RequiredMode.REQUIRED)
        UUID runId,

        @Schema(description = "The pipeline that it belongs to.", example = "my_quotes") @Nullable
        String name,

        @JsonProperty("isActive")
        @Schema(description = "Whether it runs.", requiredMode = RequiredMode.REQUIRED, example = "true")
        boolean isActive,

        @Schema(
                description = "What it does at the moment, in Spark's words.",
                requiredMode = RequiredMode.REQUIRED,
                example = "Waiting for data to arrive")
        String statusMessage,

        @Schema(
                description = "What it reads; empty before its first micro-batch.",
                requiredMode = RequiredMode.REQUIRED)
        List<String> sources,

        @Schema(
                description = "What it writes; empty before its first micro-batch.",
                requiredMode = RequiredMode.REQUIRED)
        String sink,

        @Schema(implementation = SparkProgress.class) @Nullable
        JsonNode lastProgress,

        @Schema(description = "Why it ended; left out while it runs.") @Nullable
        String exception,

        @Schema(description = "Spark's formatted plan of the last micro-batch.", requiredMode = RequiredMode.REQUIRED)
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
    @Schema(
            name = "SparkProgress",
            description = "Spark's own report of the last micro-batch.",
            type = "object",
            additionalProperties = AdditionalPropertiesValue.TRUE,
            example = Examples.SPARK_PROGRESS)
    interface SparkProgress {}
}
