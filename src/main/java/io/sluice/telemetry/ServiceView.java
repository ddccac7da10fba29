package io.sluice.telemetry;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A service's part of the platform; in the API document {@link ServicesInDocument} adds the address to it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "PlatformService", description = "A service that Sluice stands on")
record ServiceView(
        @JsonUnwrapped @Schema(hidden = true) Object address,

        @Schema(description = "Whether Sluice runs it itself", requiredMode = Schema.RequiredMode.REQUIRED)
        boolean embedded,

        @Schema(
                description = "Whether it could be reached when it was checked last",
                requiredMode = Schema.RequiredMode.REQUIRED,
                example = "true")
        boolean reachable,

        @Schema(description = "Since when it is, or is not, reachable", requiredMode = Schema.RequiredMode.REQUIRED)
        Instant since,

        @Schema(description = "Why it cannot be reached, or could not the last time") @Nullable
        String lastError) {

    static ServiceView of(Service service, boolean embedded, Reachability now) {
        return new ServiceView(service.address().get(), embedded, now.reachable(), now.since(), now.lastError());
    }
}
