package io.sluice.pipeline.letters;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How many dead letters an order would take.
 *
 * @param matched null if they are too many to count in some seconds
 */
@Schema(name = "MatchedLetters")
record Matches(
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long matched) {

    static Matches of(OptionalLong count) {
        return new Matches(count.isEmpty() ? null : count.getAsLong());
    }
}
