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
                        + " as COMPLETED; `continuous` runs until it is stopped and stores each record within"
                        + " milliseconds, but holds one of Spark's task slots for each partition.",
                allowableValues = {"processingTime", "availableNow", "continuous"},
                defaultValue = "processingTime")
        @Nullable
        String mode,

        @Schema(
                description = "ISO-8601 or short, such as `10s`; at most one day. For `processingTime` between the"
                        + " starts of two micro-batches; zero begins the next as soon as there are records, and waits"
                        + " at the broker while there are none. For `continuous` the length of an epoch, after which"
                        + " the topics are checked: at least `PT0.1S`, a minute at the longest whatever it says, by default"
                        + " `PT1S`.",
                defaultValue = "PT0S",
                example = "PT1S")
        @Nullable
        String interval) {}
