package io.sluice.results;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of rejected records. */
@Schema(description = "A page of rejected records, the newest first")
record DeadLetterPage(
        @Schema(description = "The rejected records on this page", requiredMode = Schema.RequiredMode.REQUIRED)
        List<DeadLetter> items,

        @Schema(description = PageText.PAGE, example = "0", requiredMode = Schema.RequiredMode.REQUIRED)
        int page,

        @Schema(
                description = "How many records a page has at most",
                example = "50",
                requiredMode = Schema.RequiredMode.REQUIRED)
        int size,

        @Schema(description = PageText.TOTAL, example = "1") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        Long total,

        @Schema(description = PageText.ESTIMATED, example = "true") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        Boolean estimated,

        @Schema(description = PageText.CUT, example = "true") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        Boolean cut,

        @Schema(description = PageText.NEXT, example = PageText.CURSOR)
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable
        String next) {}
