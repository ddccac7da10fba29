package io.sluice.topic;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** The answer to an append. */
record Appended(
        @Schema(example = "topic_quotes", requiredMode = Schema.RequiredMode.REQUIRED)
        String topic,

        @Schema(description = "In the order of the request", requiredMode = Schema.RequiredMode.REQUIRED)
        List<Position> records) {}
