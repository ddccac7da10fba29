package io.sluice.web;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An error to answer with, as any REST room throws it. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ProblemType type;
    private final transient List<FieldError> errors;
    private final @Nullable Duration retryAfter;

    /** @param detail what is wrong in this case, and what to do next; shown to the caller as it is */
    public ProblemException(ProblemType type, String detail) {
        this(type, detail, List.of());
    }

    public ProblemException(ProblemType type, String detail, List<FieldError> errors) {
        this(type, detail, errors, null);
    }

    private ProblemException(ProblemType type, String detail, List<FieldError> errors, @Nullable Duration retryAfter) {
        super(detail);
        this.type = type;
        this.errors = FieldError.first(errors);
        this.retryAfter = retryAfter;
    }

    /**
     * One that is over after a known time.
     *
     * @param wait as Retry-After says it, in whole seconds
     */
    public static ProblemException later(ProblemType type, String detail, Duration wait) {
        return new ProblemException(type, detail, List.of(), wait);
    }

    /** The commonest problem: a parameter in the path or the query cannot be taken. */
    public static ProblemException invalidParameter(String detail) {
        return new ProblemException(ProblemType.INVALID_PARAMETER, detail);
    }

    /** No pipeline has this name, or none that the caller may know of. */
    public static ProblemException noPipeline() {
        return new ProblemException(
                ProblemType.PIPELINE_NOT_FOUND,
                "There is no pipeline of this name. GET /api/v1/pipelines lists those that there are.");
    }

    public ProblemType type() {
        return type;
    }

    /** After how long to repeat the request; null if that is not known. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    public List<FieldError> errors() {
        return errors;
    }

    /** One fault of a request body; {@code pointer} is a JSON pointer into it. */
    public record FieldError(String pointer, String message) {

        /** Returns as many faults as an answer names; a last one says how many more there are. */
        static List<FieldError> first(List<FieldError> errors) {
            if (errors.size() <= Limits.FAULTS) {
                return List.copyOf(errors);
            }
            List<FieldError> first = new ArrayList<>(errors.subList(0, Limits.FAULTS));
            first.add(new FieldError("", "and " + (errors.size() - Limits.FAULTS) + " more faults"));
            return List.copyOf(first);
        }
    }
}
