package io.sluice.pipeline;

import io.sluice.flow.Position;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which dead letters to replay. */
@Schema(description = "Which dead letters to replay; all of them without `positions`.")
record ReplayOrder(
        @Schema(description = "Where their records stand in Kafka.") @Size(max = 10_000) @Nullable
        List<@Valid @NotNull At> positions) {

    @Schema(name = "RecordPosition", description = "Where a record stands in Kafka.")
    record At(
            @Schema(description = "Its topic.", requiredMode = RequiredMode.REQUIRED, example = "my_quotes") @NotNull
            String topic,

            @Schema(description = "Its partition.", requiredMode = RequiredMode.REQUIRED, example = "0") @PositiveOrZero
            int partition,

            @Schema(description = "Its offset in the partition.", requiredMode = RequiredMode.REQUIRED, example = "3")
            @PositiveOrZero
            long offset) {}

    /** Null means all. */
    @Nullable
    Set<Position> chosen() {
        if (positions == null) {
            return null;
        }
        Set<Position> chosen = new HashSet<>();
        positions.forEach(at -> chosen.add(new Position(at.topic(), at.partition(), at.offset())));
        return chosen;
    }
}
