package io.sluice.results;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A page of stored rows. */
@Schema(description = "A page of stored rows")
record ResultPage(
        @Schema(
                description = "The rows, each an object with the pipeline's output columns and the source position",
                requiredMode = Schema.RequiredMode.REQUIRED)
        List<Map<String, @Nullable Object>> items,

        @Schema(description = "Its number, from 0", example = "0", requiredMode = Schema.RequiredMode.REQUIRED)
        int page,

        @Schema(
                description = "How many rows a page has at most",
                example = "50",
                requiredMode = Schema.RequiredMode.REQUIRED)
        int size,

        @Schema(
                description = "How many rows there are on all pages",
                example = "1250",
                requiredMode = Schema.RequiredMode.REQUIRED)
        long total) {}
