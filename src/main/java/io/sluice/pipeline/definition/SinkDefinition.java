package io.sluice.pipeline.definition;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One sink, as its author writes it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"type", "table", "collection", "mode", "key", "version"})
@Schema(description = "A table or a collection that a pipeline writes.")
public record SinkDefinition(
        @Schema(
                description = "The kind of store.",
                requiredMode = RequiredMode.REQUIRED,
                allowableValues = {"postgres", "mongo"},
                example = "postgres")
        @Nullable
        String type,

        @Schema(description = "The table, for `postgres`.", pattern = Names.TABLE, example = "my_quotes") @Nullable
        String table,

        @Schema(description = "The collection, for `mongo`.", pattern = Names.COLLECTION, example = "my_quotes")
        @Nullable
        String collection,

        @Schema(
                description = "`append` keeps one row for each record, `upsert` one for each key: the newest.",
                allowableValues = {"append", "upsert"},
                defaultValue = "append")
        @Nullable
        String mode,

        @Schema(
                description = "Output columns that identify a row; with `upsert` only, and then needed.",
                example = "[\"character\"]")
        @Nullable
        List<@Nullable String> key,

        @Schema(
                description = "The output column whose larger value is newer; with `upsert` only. Without it the"
                        + " record's position decides.",
                example = "size")
        @Nullable
        String version) {}
