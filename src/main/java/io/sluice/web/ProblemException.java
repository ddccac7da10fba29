package io.sluice.web;

import java.util.ArrayList;
import java.util.List;

/** An error to answer with, as any REST room throws it. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ProblemType type;
    private final transient List<FieldError> errors;

    /** @param detail what is wrong in this case, and what to do next; shown to the caller as it is */
    public ProblemException(ProblemType type, String detail) {
        this(type, detail, List.of());
    }

    public ProblemException(ProblemType type, String detail, List<FieldError> errors) {
        super(detail);
        this.type = type;
        this.errors = FieldError.first(errors);
    }

    /** The commonest problem: a parameter in the path or the query cannot be taken. */
    public static ProblemException invalidParameter(String detail) {
        return new ProblemException(ProblemType.INVALID_PARAMETER, detail);
    }

    public ProblemType type() {
        return type;
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
