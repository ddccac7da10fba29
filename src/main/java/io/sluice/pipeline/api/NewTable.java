package io.sluice.pipeline.api;

import io.sluice.stream.flow.FlowSpec;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.store.Stores;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.types.StructType;

@Schema(description = "What Sluice makes for a sink whose target is not there.")
record NewTable(
        @Schema(description = "The sink's number, from 0.", requiredMode = RequiredMode.REQUIRED, example = "0")
        int sink,

        @Schema(
                description = "The statement that makes it.",
                requiredMode = RequiredMode.REQUIRED,
                example = "CREATE TABLE \"public\".\"my_quotes\" (\"quote\" text NOT NULL, …)")
        String statement) {

    /** One for each sink of a store that has such statements. */
    static List<NewTable> all(FlowSpec flow, StructType output, Stores stores) {
        List<SinkSpec> sinks = flow.sinks();
        return Stream.iterate(0, i -> i < sinks.size(), i -> i + 1)
                .flatMap(i -> stores.of(sinks.get(i)).creation(sinks.get(i), output).stream()
                        .map(statement -> new NewTable(i, statement)))
                .toList();
    }
}
