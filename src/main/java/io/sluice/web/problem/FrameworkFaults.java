package io.sluice.web.problem;

import io.sluice.stream.flow.Causes;
import io.sluice.web.Problem;
import io.sluice.web.ProblemException.FieldError;
import io.sluice.web.ProblemType;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingRequestValueException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import tools.jackson.core.JacksonException;

/** Spring MVC's own exceptions, in Sluice's words. */
public final class FrameworkFaults {

    /** The most faults that one sentence names. */
    private static final int TOLD = 5;

    Problem problem(Exception thrown, HttpStatusCode status, String path) {
        if (thrown instanceof HttpMessageNotReadableException unreadable) {
            return unreadable(unreadable, path);
        }
        if (thrown instanceof MethodArgumentNotValidException invalid) {
            return invalidBody(Violations.of(invalid.getBindingResult()), path);
        }
        if (thrown instanceof HandlerMethodValidationException invalid) {
            return invalidArguments(invalid, path);
        }
        ProblemType type = status.value() == 400 ? ProblemType.INVALID_PARAMETER : type(status);
        return Problem.of(type, detail(thrown, type), path).withStatus(status.value());
    }

    static Problem invalidBody(List<FieldError> errors, String path) {
        String detail = errors.size() + (errors.size() == 1 ? " fault" : " faults") + " in the body: "
                + errors.stream()
                        .limit(TOLD)
                        .map(error -> error.pointer() + " " + error.message())
                        .collect(Collectors.joining("; "))
                + (errors.size() > TOLD ? "; and more" : "");
        return Problem.of(ProblemType.INVALID_DEFINITION, detail, path).withErrors(errors);
    }

    /** Returns the type for a status that the framework or Tomcat chose. */
    static ProblemType type(HttpStatusCode status) {
        return switch (status.value()) {
            case 403 -> ProblemType.FOREIGN_SITE;
            case 404 -> ProblemType.NOT_FOUND;
            case 405 -> ProblemType.METHOD_NOT_ALLOWED;
            case 406 -> ProblemType.NOT_ACCEPTABLE;
            case 408 -> ProblemType.REQUEST_TIMEOUT;
            case 413 -> ProblemType.BODY_TOO_LARGE;
            case 415 -> ProblemType.UNSUPPORTED_MEDIA_TYPE;
            case 429 -> ProblemType.TOO_MANY_REQUESTS;
            case 503 -> ProblemType.PLATFORM_UNAVAILABLE;
            default -> status.is5xxServerError() ? ProblemType.INTERNAL_ERROR : ProblemType.BAD_REQUEST;
        };
    }

    private static Problem unreadable(HttpMessageNotReadableException thrown, String path) {
        return Causes.find(thrown, JacksonException.class)
                .map(fault -> Problem.of(ProblemType.UNREADABLE_BODY, UnreadableBody.detail(fault), path)
                        .withErrors(UnreadableBody.errors(fault)))
                .orElseGet(() -> Problem.of(
                        ProblemType.UNREADABLE_BODY, "The body is missing or broken off; send the whole of it.", path));
    }

    private static Problem invalidArguments(HandlerMethodValidationException thrown, String path) {
        List<FieldError> body = Violations.ofBody(thrown);
        return body.isEmpty()
                ? Problem.of(
                        ProblemType.INVALID_PARAMETER,
                        "Correct the parameter: " + Violations.ofParameters(thrown) + ".",
                        path)
                : invalidBody(body, path);
    }

    private static String detail(Exception thrown, ProblemType type) {
        if (thrown instanceof MethodArgumentTypeMismatchException mismatch) {
            return "The value of '" + mismatch.getName() + "' is not " + kind(mismatch.getRequiredType()) + ".";
        }
        if (thrown instanceof TypeMismatchException mismatch) {
            return "The value of '" + mismatch.getPropertyName() + "' is not " + kind(mismatch.getRequiredType()) + ".";
        }
        if (thrown instanceof MissingServletRequestParameterException missing) {
            return "The parameter '" + missing.getParameterName() + "' is required.";
        }
        if (thrown instanceof MissingRequestValueException) {
            return "A required parameter or header is missing.";
        }
        if (thrown instanceof HttpRequestMethodNotSupportedException method) {
            return method.getMethod() + " is not possible here; allowed are "
                    + String.join(", ", Objects.requireNonNullElse(method.getSupportedMethods(), new String[0])) + ".";
        }
        if (thrown instanceof HttpMediaTypeNotSupportedException media) {
            return "Send the body as one of " + media.getSupportedMediaTypes() + " and say so in Content-Type.";
        }
        if (thrown instanceof HttpMediaTypeNotAcceptableException media) {
            return "The answer is available as " + media.getSupportedMediaTypes() + "; ask for that in Accept.";
        }
        return detail(type);
    }

    static String detail(ProblemType type) {
        return switch (type) {
            case NOT_FOUND -> "Nothing is at this address; /swagger-ui.html shows what there is.";
            case BAD_REQUEST -> "Check the request line, the headers and the encoding of the address.";
            case PLATFORM_UNAVAILABLE -> "Sluice cannot answer at the moment. Repeat the request later.";
            default -> type.title() + "; /swagger-ui.html shows what this address takes.";
        };
    }

    /** Returns what a value of the type has to be, as it goes on after "is not". */
    public static String kind(@Nullable Class<?> target) {
        if (target == null) {
            return "valid";
        }
        if (target.isEnum()) {
            return "one of " + List.of(target.getEnumConstants());
        }
        if (target == boolean.class || target == Boolean.class) {
            return "true or false";
        }
        boolean whole =
                List.of(int.class, Integer.class, long.class, Long.class).contains(target);
        return whole ? "a whole number in range" : "a valid " + target.getSimpleName();
    }
}
