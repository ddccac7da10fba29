package io.sluice.pipeline.definition;

import io.sluice.stream.flow.Fault;
import io.sluice.web.Limits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with one definition, so that its author learns of everything at once. Not thread-safe. */
final class Faults {

    private final List<Fault> found = new ArrayList<>();
    /** How many were found beyond those that are listed one by one. */
    private int more;
    /** The first value of a wrong JSON type. */
    private @Nullable Fault unread;

    void add(String pointer, String message) {
        if (found.size() < Limits.FAULTS) {
            found.add(new Fault(pointer, message));
        } else {
            more++;
        }
    }

    /** Adds a value of a wrong JSON type. */
    void addUnread(String pointer, String expected) {
        Fault fault = new Fault(pointer, Unreadable.mustBe(expected));
        unread = unread == null ? fault : unread;
        add(pointer, fault.message());
    }

    Optional<Fault> unread() {
        return Optional.ofNullable(unread);
    }

    List<Fault> found() {
        if (more == 0) {
            return List.copyOf(found);
        }
        List<Fault> all = new ArrayList<>(found);
        all.add(new Fault("", "and " + more + " more faults"));
        return List.copyOf(all);
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /** The value if it is a text that can be stored and has between 1 and {@code longest} characters, else empty. */
    Optional<String> text(String pointer, @Nullable String value, int longest) {
        if (value == null || value.isBlank()) {
            add(pointer, "is missing");
            return Optional.empty();
        }
        return optionalText(pointer, value, longest);
    }

    Optional<String> optionalText(String pointer, @Nullable String value, int longest) {
        if (value == null) {
            return Optional.empty();
        }
        if (value.length() > longest) {
            add(pointer, "has " + value.length() + " characters; at most " + longest + " are possible");
            return Optional.empty();
        }
        if (value.chars().anyMatch(c -> c == 0) || hasLoneSurrogate(value)) {
            add(pointer, "contains a character that no store can keep (NUL or half a surrogate pair)");
            return Optional.empty();
        }
        return Optional.of(value);
    }

    /** The constant that is written as {@code value}, in camel case; the default if there is no value. */
    <E extends Enum<E>> Optional<E> choice(String pointer, @Nullable String value, E absent, List<E> possible) {
        if (value == null) {
            return Optional.of(absent);
        }
        Optional<E> match =
                possible.stream().filter(e -> written(e).equals(value)).findFirst();
        if (match.isEmpty()) {
            add(pointer, "is '" + Limits.echo(value) + "'; possible is " + listed(possible));
        }
        return match;
    }

    static <E extends Enum<E>> String listed(List<E> possible) {
        return quoted(possible.stream().map(Faults::written).toList());
    }

    static String quoted(List<String> possible) {
        return String.join(
                " or ", possible.stream().map(text -> "'" + text + "'").toList());
    }

    /** {@code PROCESSING_TIME} is written {@code processingTime}. */
    static String written(Enum<?> constant) {
        String[] words = constant.name().toLowerCase(Locale.ROOT).split("_", -1);
        StringBuilder name = new StringBuilder(words[0]);
        Arrays.stream(words)
                .skip(1)
                .forEach(word ->
                        name.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1)));
        return name.toString();
    }

    private static boolean hasLoneSurrogate(String value) {
        return value.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
