package io.sluice.pipeline.definition;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a pipeline reads, as its author writes it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({
    "topics",
    "format",
    "options",
    "schema",
    "startingOffsets",
    "maxOffsetsPerTrigger",
    "unknownFields",
    "mask"
})
@Schema(description = "The topics that a pipeline reads, and what a record looks like.")
public record SourceDefinition(
        @ArraySchema(
                arraySchema =
                        @Schema(
                                description = "Kafka topics, each named once.",
                                requiredMode = RequiredMode.REQUIRED,
                                example = "[\"my_quotes\"]"),
                minItems = 1)
        @Nullable
        List<@Nullable String> topics,

        @Schema(description = "How a record's value is encoded.", defaultValue = "json") @Nullable
        String format,

        @Schema(description = "Options of the format, by name; `json` has none.") @Nullable
        Map<String, @Nullable String> options,

        @Schema(
                description = "A Spark SQL column list; NOT NULL is enforced for each record.",
                requiredMode = RequiredMode.REQUIRED,
                example = "quote STRING NOT NULL, character STRING NOT NULL, image STRING")
        @Nullable
        String schema,

        @Schema(ref = "#/components/schemas/StartingOffsets") @Nullable
        JsonNode startingOffsets,

        @Schema(
                description =
                        "An upper bound for the records of a micro-batch, over all partitions; 500,000 if there is"
                                + " none. What a micro-batch has read is read again if it breaks off.",
                minimum = "1",
                example = "200000")
        @Nullable
        Long maxOffsetsPerTrigger,

        @Schema(
                description = "What happens to a record with a field that the schema does not name: the field is"
                        + " ignored, or the record becomes a dead letter.",
                allowableValues = {"ignore", "reject"},
                defaultValue = "ignore")
        @Nullable
        String unknownFields,

        @ArraySchema(
                arraySchema =
                        @Schema(
                                description =
                                        "Fields whose values no reason quotes, and only admins see in dead letters,"
                                                + " previews, tails and topics, as paths such as `address.street`;"
                                                + " `_key` and `_headers` are those of the record.",
                                example = "[\"email\"]"))
        @Nullable
        List<@Nullable String> mask) {}
