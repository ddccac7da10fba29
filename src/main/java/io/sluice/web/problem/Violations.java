package io.sluice.web.problem;

import io.sluice.web.ProblemException.FieldError;
import jakarta.validation.ConstraintViolationException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.springframework.validation.Errors;
import org.springframework.validation.method.MethodValidationResult;
import org.springframework.validation.method.ParameterErrors;
import org.springframework.validation.method.ParameterValidationResult;

/** What bean validation found, as faults of the body or as one sentence about parameters. */
final class Violations {

    private Violations() {}

    static List<FieldError> of(Errors errors) {
        return errors.getAllErrors().stream()
                .map(error -> new FieldError(
                        error instanceof org.springframework.validation.FieldError field
                                ? pointer(field.getField())
                                : "",
                        Objects.requireNonNullElse(error.getDefaultMessage(), "is not valid")))
                .toList();
    }

    static List<FieldError> of(ConstraintViolationException thrown) {
        return thrown.getConstraintViolations().stream()
                .map(each -> new FieldError(pointer(each.getPropertyPath().toString()), each.getMessage()))
                .toList();
    }

    /** Returns the faults of an object that was the body; empty if only plain parameters are at fault. */
    static List<FieldError> ofBody(MethodValidationResult result) {
        return result.getParameterValidationResults().stream()
                .filter(ParameterErrors.class::isInstance)
                .map(ParameterErrors.class::cast)
                .flatMap(each -> of(each).stream())
                .toList();
    }

    static String ofParameters(MethodValidationResult result) {
        return result.getParameterValidationResults().stream()
                .map(Violations::sentence)
                .collect(Collectors.joining("; "));
    }

    private static String sentence(ParameterValidationResult result) {
        String faults = StreamSupport.stream(result.getResolvableErrors().spliterator(), false)
                .map(error -> Objects.requireNonNullElse(error.getDefaultMessage(), "is not valid"))
                .collect(Collectors.joining(", "));
        return "'" + result.getMethodParameter().getParameterName() + "' " + faults;
    }

    /** {@code sinks[0].table} becomes {@code /sinks/0/table}. */
    private static String pointer(String path) {
        return "/" + path.replace("]", "").replaceAll("[.\\[]", "/");
    }
}
