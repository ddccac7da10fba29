package io.sluice.topic;

import io.swagger.v3.oas.annotations.media.Schema;

/** Where an appended record went. */
@Schema(name = "Position", description = "Where an appended record went")
public record AppendedRecord(
        @Schema(
                description = "The partition that took the record",
                example = "0",
                requiredMode = Schema.RequiredMode.REQUIRED)
        int partition,

        @Schema(description = "Its offset there", example = "0", requiredMode = Schema.RequiredMode.REQUIRED)
        long offset) {}
