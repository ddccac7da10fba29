package io.sluice.web.problem;

import io.sluice.web.Limits;
import io.sluice.web.ProblemException.FieldError;
import java.time.DateTimeException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.InvalidTypeIdException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;

/** Says why a JSON body cannot be read, in the words of its author: a place and a fault, no class names. */
final class UnreadableBody {

    private static final Pattern MISSING = Pattern.compile("(?:creator property|creator properties:?) '([^']+)'");
    private static final Pattern ACCEPTED = Pattern.compile("(?:Enum class|known type ids) ?[:=] \\[([^]]*)]");
    private static final Pattern CLASS_NAME = Pattern.compile("\\b[a-z]\\w*(?:\\.[a-z]\\w*)+\\.[A-Z]\\w*|java\\.");

    private UnreadableBody() {}

    static String detail(JacksonException fault) {
        String where = place(fault.getLocation());
        String pointer = pointer(fault);
        return "The body cannot be read" + where + (pointer.isEmpty() ? "" : " (" + pointer + ")") + ": "
                + message(fault) + ".";
    }

    /** Returns one fault with its JSON pointer, or none if the body is not even JSON. */
    static List<FieldError> errors(JacksonException fault) {
        return fault instanceof StreamReadException
                ? List.of()
                : List.of(new FieldError(pointer(fault), message(fault)));
    }

    private static String message(JacksonException fault) {
        String message = explain(fault);
        return CLASS_NAME.matcher(message).find() ? "the value does not fit here" : message;
    }

    private static String explain(JacksonException fault) {
        String original = String.valueOf(fault.getOriginalMessage());
        Matcher accepted = ACCEPTED.matcher(original);
        if (fault instanceof UnrecognizedPropertyException unknown) {
            return "unknown property \"" + Limits.echo(unknown.getPropertyName()) + "\"; known here are "
                    + join(unknown.getKnownPropertyIds());
        }
        if (fault instanceof InvalidTypeIdException type && type.getTypeId() == null) {
            return "the property that names the type is missing" + known(accepted);
        }
        if (accepted.find()) {
            return "the value is none of " + accepted.group(1);
        }
        if (fault instanceof ValueInstantiationException
                && fault.getCause() instanceof RuntimeException cause
                && isOurs(cause)) {
            return String.valueOf(cause.getMessage());
        }
        if (fault instanceof MismatchedInputException mismatch) {
            return mismatch(mismatch, original);
        }
        return firstLine(original);
    }

    private static String known(Matcher accepted) {
        return accepted.find() ? "; it is one of " + accepted.group(1) : "";
    }

    private static String mismatch(MismatchedInputException fault, String original) {
        Matcher missing = MISSING.matcher(original);
        if (missing.find()) {
            return "the property \"" + missing.group(1) + "\" is missing or null";
        }
        if (original.startsWith("No content")) {
            return "it is empty";
        }
        if (original.startsWith("Trailing token")) {
            return "something follows the end of the document";
        }
        Class<?> target = fault.getTargetType();
        return target == null ? firstLine(original) : kind(target) + " is expected";
    }

    private static String kind(Class<?> target) {
        if (target == boolean.class || target == Boolean.class) {
            return "true or false";
        }
        if (target.isPrimitive() || Number.class.isAssignableFrom(target)) {
            boolean fraction = List.of(double.class, float.class, Double.class, Float.class)
                    .contains(target);
            return fraction ? "a number" : "a whole number in range";
        }
        if (Collection.class.isAssignableFrom(target) || target.isArray()) {
            return "a list";
        }
        if (target.isRecord() || Map.class.isAssignableFrom(target)) {
            return "an object";
        }
        return target == String.class || target.isEnum() ? "a text" : "another kind of value";
    }

    /** The rooms' own records complain in their constructors, in words meant for the caller. */
    private static boolean isOurs(Throwable cause) {
        return cause instanceof IllegalArgumentException || cause instanceof DateTimeException;
    }

    private static String join(Collection<Object> names) {
        return names.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
    }

    private static String place(TokenStreamLocation at) {
        return at == null || at.getLineNr() < 1
                ? ""
                : " at line " + at.getLineNr() + ", column " + Math.max(1, at.getColumnNr());
    }

    private static String pointer(JacksonException fault) {
        return fault.getPath().stream()
                .map(step -> step.getPropertyName() == null ? "" + step.getIndex() : escape(step.getPropertyName()))
                .map(step -> "/" + step)
                .collect(Collectors.joining());
    }

    private static String escape(String name) {
        return Limits.echo(name).replace("~", "~0").replace("/", "~1");
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("it is not valid JSON");
    }
}
