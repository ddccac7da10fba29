package io.sluice.pipeline.letters;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of rejected records. */
record DeadLetterPage(
        List<DeadLetter> items,
        int page,
        int size,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long total,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean estimated,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean cut,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String next) {}
