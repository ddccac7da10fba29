package io.sluice.telemetry;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sluice.access.Security;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where things are, as the API document shows it. Each {@link Service} has a part beside these, in the answer and, by
 * {@link ServicesInDocument}, in the document.
 */
@Schema(description = "What Sluice stands on, where it is and whether it can be reached")
record Platform(
        @Schema(description = "Which build of Sluice this is; left out where it does not run from a jar") @Nullable
        Build sluice,

        @Schema(
                description = "Whether one has to log in; left out in events",
                requiredMode = Schema.RequiredMode.NOT_REQUIRED,
                example = "open")
        Security security,

        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) Spark spark) {

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "PlatformSluice", description = "A build of Sluice")
    record Build(
            @Schema(description = "Its version", example = "0.1.0", requiredMode = Schema.RequiredMode.REQUIRED)
            String version,

            @Schema(description = "The commit that it was made from, if that was known", example = "b277673") @Nullable
            String commit) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "PlatformSpark", description = "The Spark that runs the pipelines")
    record Spark(
            @Schema(description = "Its version", example = "3.5.7") @Nullable
            String version,

            @Schema(description = "Where it computes: in this process, or on a cluster", example = "local[*]") @Nullable
            String master,

            @Schema(description = "Spark's own pages, if they are on") @Nullable
            String uiUrl,

            @Schema(description = "Whether it runs inside Sluice", requiredMode = Schema.RequiredMode.REQUIRED)
            boolean embedded,

            @Schema(
                    description = "Whether it runs and has somebody to compute",
                    requiredMode = Schema.RequiredMode.REQUIRED,
                    example = "true")
            boolean reachable,

            @Schema(description = "How many executors the cluster has given; missing where Spark runs inside Sluice")
            @Nullable
            Integer executors,

            @Schema(description = "Since when it runs, or does not") @Nullable
            Instant since,

            @Schema(description = "Why nothing can run on it") @Nullable
            String lastError) {}
}
