package io.sluice.pipeline.definition;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** When micro-batches run, as the author writes it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"mode", "interval"})
@Schema(description = "When micro-batches run.")
public record TriggerDefinition(
        @Schema(
                description = "`processingTime` runs until it is stopped; `availableNow` drains what is there and ends"
                        + " as COMPLETED.",
                allowableValues = {"processingTime", "availableNow"},
                defaultValue = "processingTime")
        @Nullable
        String mode,

        @Schema(
                description = "Between the starts of two micro-batches, for `processingTime`: ISO-8601 or short, such"
                        + " as `10s`. Zero means as fast as possible; at most one day.",
                defaultValue = "PT0S",
                example = "PT1S")
        @Nullable
        String interval) {}
