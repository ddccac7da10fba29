package io.sluice.results;

import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A page of stored rows. */
@Schema(description = "A page of stored rows")
record ResultPage(
        @ArraySchema(
                arraySchema = @Schema(description = "The rows", requiredMode = Schema.RequiredMode.REQUIRED),
                schema = @Schema(implementation = ResultRow.class))
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
