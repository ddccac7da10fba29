package io.sluice.pipeline.letters;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.sluice.pipeline.lifecycle.LastError;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A replay of dead letters, as the API shows it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({
    "id",
    "state",
    "matched",
    "tried",
    "stored",
    "filtered",
    "rejected",
    "left",
    "withoutStore",
    "ignoredEdits",
    "startedAt",
    "endedAt",
    "error"
})
@Schema(name = "Replay")
record ReplayView(
        UUID id,
        ReplayRun.State state,
        @Nullable Long matched,
        long tried,
        long stored,
        long filtered,
        long rejected,
        @Nullable Long left,
        @Nullable Long withoutStore,
        @Nullable List<ReplayOrder.At> ignoredEdits,
        Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable LastError error) {

    /** The last replays of a pipeline. */
    @Schema(name = "Replays")
    record Page(List<ReplayView> items) {}
}
