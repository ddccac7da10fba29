package io.sluice.pipeline.api;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.sluice.stream.flow.Fault;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import java.util.List;

@JsonPropertyOrder({"pointer", "message"})
@Schema(description = "One fault of a definition.")
public record DefinitionFault(
        @Schema(
                description = "JSON pointer into the definition.",
                requiredMode = RequiredMode.REQUIRED,
                example = "/sinks/0/table")
        String pointer,

        @Schema(description = "What is wrong there.", requiredMode = RequiredMode.REQUIRED, example = "is missing")
        String message) {

    public static List<DefinitionFault> all(List<Fault> faults) {
        return faults.stream()
                .map(fault -> new DefinitionFault(fault.pointer(), fault.message()))
                .toList();
    }
}
