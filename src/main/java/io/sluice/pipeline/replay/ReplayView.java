package io.sluice.pipeline.replay;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.sluice.pipeline.lifecycle.LastError;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
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
    "startedAt",
    "endedAt",
    "error"
})
@Schema(
        name = "Replay",
        description = "A replay of dead letters. The counts are of letters whose outcome is durable, exact also if the"
                + " pipeline is started or stopped meanwhile: `tried` = `stored` + `filtered` + `rejected`. If the"
                + " connection to Postgres breaks in the very moment of a commit, up to 500 letters may have been"
                + " carried on without being counted here; the replay is FAILED then.")
record ReplayView(
        @Schema(description = "Names it among the replays of the pipeline.", requiredMode = RequiredMode.REQUIRED)
        UUID id,

        @Schema(
                description = "RUNNING until it has ended: DONE if every letter was tried that could be, FAILED if it"
                        + " broke off, as `error` says. What was not tried is a dead letter still; order it again.",
                requiredMode = RequiredMode.REQUIRED,
                example = "DONE")
        ReplayRun.State state,

        @Schema(
                description = "How many dead letters were to be replayed when it was ordered. Left out if they were too"
                        + " many to count in five seconds.",
                example = "3")
        @Nullable
        Long matched,

        @Schema(
                description = "Letters that were carried through the definition. Those that came while it ran may be"
                        + " among them. Not tried are letters of before a reset whose records the pipeline will read"
                        + " again.",
                requiredMode = RequiredMode.REQUIRED,
                example = "3")
        long tried,

        @Schema(
                description = "Letters that are gone because their records are stored.",
                requiredMode = RequiredMode.REQUIRED,
                example = "1")
        long stored,

        @Schema(
                description = "Letters that are gone because the transform filters their records out.",
                requiredMode = RequiredMode.REQUIRED,
                example = "0")
        long filtered,

        @Schema(
                description = "Letters that were tried and are dead letters again, with their new reasons.",
                requiredMode = RequiredMode.REQUIRED,
                example = "2")
        long rejected,

        @Schema(
                description = "Letters of those that were to be replayed that are neither stored nor filtered: rejected"
                        + " again, or not tried. Left out with `matched`.",
                example = "2")
        @Nullable
        Long left,

        @Schema(description = "When it was ordered.", requiredMode = RequiredMode.REQUIRED)
        Instant startedAt,

        @Schema(description = "When it ended; left out while it runs.") @Nullable
        Instant endedAt,

        @Nullable LastError error) {

    /** The last replays of a pipeline. */
    @Schema(name = "Replays", description = "The last replays of a pipeline, newest first.")
    record Page(
            @Schema(description = "The replays, newest first.", requiredMode = RequiredMode.REQUIRED)
            List<ReplayView> items) {}
}
