package io.sluice.results;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sluice.results.query.Paging;
import io.sluice.results.query.Slice;
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

        @Schema(description = PageText.PAGE, example = "0", requiredMode = Schema.RequiredMode.REQUIRED)
        int page,

        @Schema(
                description = "How many rows a page has at most",
                example = "50",
                requiredMode = Schema.RequiredMode.REQUIRED)
        int size,

        @Schema(description = PageText.TOTAL, example = "1250") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        Long total,

        @Schema(description = PageText.ESTIMATED, example = "true") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        Boolean estimated,

        @Schema(description = PageText.CUT, example = "true") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        Boolean cut,

        @Schema(description = PageText.NEXT, example = PageText.CURSOR)
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable
        String next) {

    static ResultPage of(Paging paging, Slice<Map<String, @Nullable Object>> slice) {
        return new ResultPage(
                slice.items(),
                paging.page(),
                paging.size(),
                slice.total(),
                slice.estimated(),
                slice.cut(),
                slice.next());
    }
}
