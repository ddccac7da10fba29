package io.sluice.pipeline.catalogue;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.sluice.engine.FlowTargets.Leaving;
import io.sluice.engine.FlowTargets.TargetFate;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** What deleting or resetting a pipeline removes. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"targets", "deadLetters", "deadLettersAre"})
@Schema(name = "Removal", description = "What deleting or resetting a pipeline removes; nothing is removed yet.")
public record RemovalView(
        @Schema(description = "Its table and its collection.", requiredMode = RequiredMode.REQUIRED)
        List<Target> targets,

        @Schema(
                description = "How many dead letters it has; left out if they are too many to count in five seconds.",
                example = "3")
        @Nullable
        Long deadLetters,

        @Schema(
                description = "What becomes of them.",
                requiredMode = RequiredMode.REQUIRED,
                allowableValues = {"kept", "renamed", "removed"},
                example = "removed")
        String deadLettersAre) {

    static RemovalView of(List<TargetFate> fates, OptionalLong letters, Leaving leaving) {
        return new RemovalView(
                fates.stream().map(Target::of).toList(),
                number(letters),
                switch (leaving) {
                    case BEHIND -> "kept";
                    case ASIDE -> "renamed";
                    case NOTHING -> "removed";
                });
    }

    public ResponseEntity<RemovalView> answer() {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(this);
    }

    private static @Nullable Long number(OptionalLong count) {
        return count.isPresent() ? count.getAsLong() : null;
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonPropertyOrder({"sink", "target", "madeBySluice", "action", "rows", "why"})
    @Schema(name = "TargetRemoval", description = "What becomes of a table or collection.")
    record Target(
            @Schema(description = "The type of the sink.", requiredMode = RequiredMode.REQUIRED)
            String sink,

            @Schema(
                    description = "The table or collection.",
                    requiredMode = RequiredMode.REQUIRED,
                    example = "my_quotes")
            String target,

            @Schema(
                    description = "Whether Sluice made it for this pipeline, and it is still the same one.",
                    requiredMode = RequiredMode.REQUIRED,
                    example = "true")
            boolean madeBySluice,

            @Schema(
                    description = "What is done with it.",
                    requiredMode = RequiredMode.REQUIRED,
                    allowableValues = {"dropped", "renamed", "rows-removed", "untouched"},
                    example = "dropped")
            String action,

            @Schema(
                    description = "How many rows or documents that concerns; left out if they are too many to count in"
                            + " five seconds.",
                    example = "6")
            @Nullable
            Long rows,

            @Schema(
                    description = "Why.",
                    requiredMode = RequiredMode.REQUIRED,
                    example = "Sluice made it for this pipeline")
            String why) {

        private static Target of(TargetFate fate) {
            return new Target(
                    fate.sink().type().label(),
                    fate.sink().target(),
                    fate.madeBySluice(),
                    fate.action().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    number(fate.rows()),
                    fate.why());
        }
    }
}
