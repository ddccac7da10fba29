package io.sluice.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.net.URI;
import java.util.List;

/** The body of every answer that reports an error, by RFC 9457. */
@Schema(description = "What went wrong and what to do next, by RFC 9457")
public record Problem(
        @Schema(
                description = "A stable, relative URI of the kind of error; GET it to read what it means",
                format = "uri-reference",
                example = "/problems/pipeline-not-found",
                requiredMode = Schema.RequiredMode.REQUIRED)
        URI type,

        @Schema(description = "The kind of error in words", requiredMode = Schema.RequiredMode.REQUIRED)
        String title,

        @Schema(
                description = "The HTTP status",
                example = "404",
                minimum = "400",
                maximum = "599",
                requiredMode = Schema.RequiredMode.REQUIRED)
        int status,

        @Schema(
                description = "What is wrong in this case, and what to do next",
                requiredMode = Schema.RequiredMode.REQUIRED)
        String detail,

        @Schema(description = "The path that was asked for", requiredMode = Schema.RequiredMode.REQUIRED)
        String instance,

        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        @Schema(description = "Every fault of the request body, where the body is at fault")
        List<ProblemException.FieldError> errors) {

    public static Problem of(ProblemType type, String detail, String instance) {
        return new Problem(type.uri(), type.title(), type.status().value(), detail, instance, List.of());
    }

    public Problem withErrors(List<ProblemException.FieldError> faults) {
        return new Problem(type, title, status, detail, instance, ProblemException.FieldError.first(faults));
    }

    public Problem withStatus(int other) {
        return new Problem(type, title, other, detail, instance, errors);
    }
}
