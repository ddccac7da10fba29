package io.sluice.telemetry;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where things are. Never a password. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "What Sluice stands on, where it is and whether it can be reached")
record Platform(
        @Schema(description = "Which build of Sluice this is; left out where it does not run from a jar") @Nullable
        Build sluice,

        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) Kafka kafka,
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) Postgres postgres,
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) Mongo mongo,
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) Spark spark) {

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "PlatformSluice", description = "A build of Sluice")
    record Build(
            @Schema(description = "Its version", example = "0.1.0", requiredMode = Schema.RequiredMode.REQUIRED)
            String version,

            @Schema(description = "The commit that it was made from, if that was known", example = "b277673") @Nullable
            String commit) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "PlatformKafka", description = "The Kafka that topics are in")
    record Kafka(
            @Schema(
                    description = "Host and port, several with commas",
                    example = "127.0.0.1:9092",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            String bootstrapServers,

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
            String lastError) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(
            name = "PlatformPostgres",
            description = "The Postgres that stores rows, dead letters and Sluice's own tables")
    record Postgres(
            @Schema(description = "The host", example = "127.0.0.1") @Nullable
            String host,

            @Schema(description = "The port", example = "5432") @Nullable
            Integer port,

            @Schema(description = "The database", example = "sluice") @Nullable
            String database,

            @Schema(description = "The user that Sluice logs in as", example = "sluice") @Nullable
            String user,

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
            String lastError) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "PlatformMongo", description = "The Mongo that stores documents")
    record Mongo(
            @Schema(
                    description = "Host and port, several with commas",
                    example = "127.0.0.1:27017",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            String address,

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
            String lastError) {}

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
