package io.sluice.results;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sluice.results.query.Paging;
import io.sluice.results.query.Slice;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A page of stored rows. */
record ResultPage(
        List<Map<String, @Nullable Object>> items,
        int page,
        int size,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long total,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean estimated,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean cut,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String next) {

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
