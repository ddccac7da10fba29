package io.sluice.topic;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** The answer to an append. */
@Schema(description = "Where appended records went")
record Appended(
        @Schema(description = "The topic", example = "my_quotes", requiredMode = Schema.RequiredMode.REQUIRED)
        String topic,

        @Schema(
                description = "The positions of the records, in the order of the request",
                requiredMode = Schema.RequiredMode.REQUIRED)
        List<AppendedRecord> records) {}
