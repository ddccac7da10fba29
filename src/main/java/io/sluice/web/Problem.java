package io.sluice.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URI;
import java.util.List;

/** The body of every answer that reports an error, by RFC 9457. */
public record Problem(
        URI type,
        String title,
        int status,
        String detail,
        String instance,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ProblemException.FieldError> errors) {

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
