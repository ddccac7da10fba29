package io.sluice.pipeline.definition;

import io.sluice.stream.flow.Fault;
import io.sluice.web.Limits;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemException.FieldError;
import io.sluice.web.ProblemType;
import java.util.Collection;
import java.util.List;
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
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

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

    static final String NO_OBJECT = "The body is not one object with the properties of a pipeline";

    private Unreadable() {}

    static ProblemException problem(String detail) {
        return new ProblemException(ProblemType.UNREADABLE_BODY, detail);
    }

    /** @param all that can be told, {@code first} among them */
    static ProblemException problem(Fault first, List<Fault> all) {
        int more = all.size() - 1;
        return new ProblemException(
                ProblemType.UNREADABLE_BODY,
                first.pointer() + ": " + first.message() + "."
                        + (more == 0 ? "" : " 'errors' lists this and " + more + " more."),
                all.stream()
                        .map(fault -> new FieldError(fault.pointer(), fault.message()))
                        .toList());
    }

    /** Says what makes a body unreadable as a whole. */
    static String describe(JacksonException e) {
        if (e instanceof StreamReadException) {
            String message = PARSER_TALK.matcher(e.getOriginalMessage()).replaceFirst("");
            return "The body is not well-formed: " + message + place(e) + ".";
        }
        return NO_OBJECT + place(e) + ".";
    }

    /** Says what is wrong at {@link #pointer}. */
    static String message(JacksonException e) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            Collection<Object> known = unknown.getKnownPropertyIds();
            return unknown(unknown.getPropertyName(), known == null ? List.of() : known);
        }
        if (e instanceof InputCoercionException number) {
            return mustBe(expected(number.getTargetType()));
        }
        return mustBe(
                e instanceof MismatchedInputException mismatch
                        ? expected(mismatch.getTargetType())
                        : "of another type");
    }

    static String unknown(String property, Collection<?> known) {
        return "there is no property '" + Limits.echo(property) + "' here"
                + (known.isEmpty()
                        ? ""
                        : "; possible are "
                                + known.stream().map(String::valueOf).sorted().collect(Collectors.joining(", ")));
    }

    static String mustBe(String expected) {
        return "must be " + expected;
    }

    /**
     * Takes what is at this place out of the tree: a property is removed, an element of an array becomes null.
     *
     * @return false if there is no such place
     */
    static boolean cut(JsonNode tree, List<Reference> path) {
        JsonNode parent = tree;
        for (int i = 0; i < path.size() - 1 && parent != null; i++) {
            Reference step = path.get(i);
            parent = step.getPropertyName() == null ? parent.get(step.getIndex()) : parent.get(step.getPropertyName());
        }
        if (path.isEmpty() || parent == null) {
            return false;
        }
        Reference last = path.get(path.size() - 1);
        if (parent instanceof ObjectNode object && last.getPropertyName() != null) {
            return object.remove(last.getPropertyName()) != null;
        }
        if (parent instanceof ArrayNode array && last.getIndex() >= 0 && last.getIndex() < array.size()) {
            array.set(last.getIndex(), array.nullNode());
            return true;
        }
        return false;
    }

    /** Whether the other fault may only be found because this place could not be read. */
    static boolean mayCause(Fault unread, Fault other) {
        String at = unread.pointer();
        if (isIn(at, other)) {
            return true;
        }
        if (at.endsWith("/mode") || at.endsWith("/type")) {
            return isIn(at.substring(0, at.lastIndexOf('/')), other);
        }
        return at.equals("/transform")
                ? isIn("/sinks", other)
                : at.startsWith("/source/topics") && isIn("/source/startingOffsets", other);
    }

    private static boolean isIn(String place, Fault fault) {
        return fault.pointer().equals(place) || fault.pointer().startsWith(place + "/");
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

    static String pointer(JacksonException e) {
        return e.getPath().stream().map(Unreadable::step).collect(Collectors.joining());
    }

    private static String step(Reference step) {
        String name = step.getPropertyName();
        return "/" + (name == null ? step.getIndex() : escape(name));
    }

    static String escape(String name) {
        return Limits.echo(name).replace("~", "~0").replace("/", "~1");
    }

    private static String place(JacksonException e) {
        var at = e.getLocation();
        return at == null || at.getLineNr() < 1
                ? ""
                : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
    }
}
