package io.sluice.pipeline.definition;

import io.sluice.web.Limits;
import java.util.Collection;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JacksonException.Reference;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Says where a body cannot be read and why, in the terms of its author: JSON pointers, no classes. */
final class Unreadable {

    private static final Map<Class<?>, String> NAMES = Map.of(
            String.class, "a string",
            Long.class, "a whole number of 64 bits",
            long.class, "a whole number of 64 bits",
            Boolean.class, "true or false",
            JsonNode.class, "a JSON value");

    /** What a parser adds for its programmer: where it got the text from, and which of its features to switch on. */
    private static final Pattern PARSER_TALK = Pattern.compile("(?s)(?: \\(start marker at|: enable `).*");

    private Unreadable() {}

    static String describe(JacksonException e) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            return pointer(e) + ": there is no property '" + Limits.echo(unknown.getPropertyName()) + "' here"
                    + known(unknown) + ".";
        }
        if (e instanceof InputCoercionException number) {
            return pointer(e) + ": must be " + expected(number.getTargetType()) + ".";
        }
        if (e instanceof MismatchedInputException mismatch && !e.getPath().isEmpty()) {
            return pointer(e) + ": must be " + expected(mismatch.getTargetType()) + ".";
        }
        if (e instanceof StreamReadException) {
            String message = PARSER_TALK.matcher(e.getOriginalMessage()).replaceFirst("");
            return "The body is not well-formed: " + message + place(e) + ".";
        }
        return "The body is not one object with the properties of a pipeline" + place(e) + ".";
    }

    private static String known(UnrecognizedPropertyException e) {
        Collection<Object> known = e.getKnownPropertyIds();
        return known == null
                ? ""
                : "; possible are "
                        + known.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
    }

    private static String expected(Class<?> type) {
        if (type == null) {
            return "of another type";
        }
        if (Collection.class.isAssignableFrom(type)) {
            return "an array";
        }
        return NAMES.getOrDefault(type, "an object");
    }

    private static String pointer(JacksonException e) {
        return e.getPath().stream().map(Unreadable::step).collect(Collectors.joining());
    }

    private static String step(Reference step) {
        String name = step.getPropertyName();
        return "/" + (name == null ? step.getIndex() : escape(name));
    }

    private static String escape(String name) {
        return Limits.echo(name).replace("~", "~0").replace("/", "~1");
    }

    private static String place(JacksonException e) {
        var at = e.getLocation();
        return at == null || at.getLineNr() < 1
                ? ""
                : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
    }
}
