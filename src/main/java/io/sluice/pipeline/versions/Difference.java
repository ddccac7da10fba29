package io.sluice.pipeline.versions;

import io.sluice.stream.text.Excerpt;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/**
 * What is different between two JSON documents, value by value; the members of arrays are compared by their index. One
 * that is larger than {@link #MOST_CHARACTERS} says how many changes it has beyond those that it names.
 */
final class Difference {

    /** The most characters of a value; a longer one is shown as the beginning of its text. */
    static final int LONGEST = 2_000;

    /** The most characters of all values and pointers together. */
    static final int MOST_CHARACTERS = 50_000;

    private final List<Change> changes = new ArrayList<>();
    private int characters;
    private int more;

    private Difference() {}

    /**
     * A value that is another one now.
     *
     * @param pointer where it is (RFC 6901)
     * @param before null if it was not there
     * @param after null if it is not there any more
     */
    record Change(
            String pointer,
            @Nullable JsonNode before,
            @Nullable JsonNode after) {}

    static Difference between(JsonNode before, JsonNode after) {
        Difference difference = new Difference();
        difference.compare("", before, after);
        return difference;
    }

    List<Change> changes() {
        return changes;
    }

    boolean isNone() {
        return changes.isEmpty() && more == 0;
    }

    /** How many changes there are beyond those that are named. */
    int more() {
        return more;
    }

    private void compare(String pointer, @Nullable JsonNode before, @Nullable JsonNode after) {
        if (before == null || after == null) {
            add(pointer, before, after);
        } else if (before.isObject() && after.isObject()) {
            Set<String> names = new LinkedHashSet<>(after.propertyNames());
            names.addAll(before.propertyNames());
            names.forEach(name -> compare(pointer + "/" + escape(name), before.get(name), after.get(name)));
        } else if (before.isArray() && after.isArray()) {
            for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
                compare(pointer + "/" + i, before.get(i), after.get(i));
            }
        } else if (!before.equals(after)) {
            add(pointer, before, after);
        }
    }

    private void add(String pointer, @Nullable JsonNode before, @Nullable JsonNode after) {
        String was = text(before);
        String is = text(after);
        int size = pointer.length() + Math.min(LONGEST, was.length()) + Math.min(LONGEST, is.length());
        if (characters + size > MOST_CHARACTERS) {
            more++;
        } else {
            characters += size;
            changes.add(new Change(pointer, bounded(before, was), bounded(after, is)));
        }
    }

    private static @Nullable JsonNode bounded(@Nullable JsonNode value, String text) {
        return text.length() <= LONGEST ? value : StringNode.valueOf(Excerpt.of(text, LONGEST));
    }

    private static String text(@Nullable JsonNode value) {
        if (value == null) {
            return "";
        }
        return value.isString() ? value.asString() : value.toString();
    }

    private static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
