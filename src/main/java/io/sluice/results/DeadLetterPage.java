package io.sluice.results;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** A page of rejected records. */
@Schema(description = "A page of rejected records, the newest first")
record DeadLetterPage(
        @Schema(description = "The rejected records on this page", requiredMode = Schema.RequiredMode.REQUIRED)
        List<DeadLetter> items,

        @Schema(description = "Its number, from 0", example = "0", requiredMode = Schema.RequiredMode.REQUIRED)
        int page,

        @Schema(
                description = "How many records a page has at most",
                example = "50",
                requiredMode = Schema.RequiredMode.REQUIRED)
        int size,

        @Schema(
                description = "How many records there are on all pages",
                example = "1",
                requiredMode = Schema.RequiredMode.REQUIRED)
        long total) {}
