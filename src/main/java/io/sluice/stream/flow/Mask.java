package io.sluice.stream.flow;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What of a value is not for everybody: nothing, all, or some fields of it, of each element where it is an array. Names are
 * met whatever their case: a producer that writes {@code Email} means the same.
 *
 * @param whole whether nothing of the value is shown
 * @param fields what of each field, by its name in lower case; empty if all or nothing is masked
 */
public record Mask(boolean whole, Map<String, Mask> fields) implements Serializable {

    /** Stands where a value is masked. */
    public static final String MARK = "•••";

    public static final Mask NONE = new Mask(false, Map.of());
    public static final Mask WHOLE = new Mask(true, Map.of());

    private static final int MOST_STEPS = 50;

    public Mask {
        fields = Collections.unmodifiableMap(new TreeMap<>(fields));
    }

    /** The fields of these paths, of which each is valid. */
    public static Mask of(Collection<String> paths) {
        Mask all = NONE;
        for (String path : paths) {
            all = all.with(of(steps(path).orElseThrow(), 0));
        }
        return all;
    }

    private static Mask of(List<String> steps, int at) {
        return at == steps.size() ? WHOLE : new Mask(false, Map.of(key(steps.get(at)), of(steps, at + 1)));
    }

    /**
     * The names in a path such as {@code address.street}; in one that is in backticks, a dot is a dot and two backticks are
     * one.
     *
     * @return empty if it is no path
     */
    public static Optional<List<String>> steps(String path) {
        List<String> steps = new ArrayList<>();
        int at = 0;
        do {
            StringBuilder name = new StringBuilder();
            at = path.startsWith("`", at) ? quoted(path, at + 1, name) : plain(path, at, name);
            if (at < 0 || name.toString().isBlank() || steps.size() == MOST_STEPS) {
                return Optional.empty();
            }
            steps.add(name.toString());
            if (at == path.length()) {
                return Optional.of(List.copyOf(steps));
            }
        } while (path.charAt(at++) == '.');
        return Optional.empty();
    }

    /** @return behind the name */
    private static int plain(String path, int from, StringBuilder name) {
        int dot = path.indexOf('.', from);
        int end = dot < 0 ? path.length() : dot;
        name.append(path, from, end);
        return name.indexOf("`") < 0 ? end : -1;
    }

    /** @return behind the closing backtick; negative if there is none */
    private static int quoted(String path, int from, StringBuilder name) {
        for (int at = from; at < path.length(); at++) {
            if (path.charAt(at) != '`') {
                name.append(path.charAt(at));
            } else if (path.startsWith("`", at + 1)) {
                name.append('`');
                at++;
            } else {
                return at + 1;
            }
        }
        return -1;
    }

    /** The paths of all that is masked, unless it is everything. */
    public List<String> paths() {
        List<String> paths = new ArrayList<>();
        fields.forEach((name, mask) -> {
            String step = '`' + name.replace("`", "``") + '`';
            if (mask.whole) {
                paths.add(step);
            } else {
                mask.paths().forEach(path -> paths.add(step + '.' + path));
            }
        });
        return paths;
    }

    public boolean isNone() {
        return !whole && fields.isEmpty();
    }

    /** What of the field of that name is masked. */
    public Mask of(String field) {
        return whole ? WHOLE : fields.isEmpty() ? NONE : fields.getOrDefault(key(field), NONE);
    }

    /** What either of the two masks. */
    public Mask with(Mask other) {
        if (whole || other.isNone()) {
            return this;
        }
        if (other.whole || isNone()) {
            return other;
        }
        Map<String, Mask> both = new TreeMap<>(fields);
        other.fields.forEach((name, mask) -> both.merge(name, mask, Mask::with));
        return new Mask(false, both);
    }

    /** A value as JSON has it, of maps, lists and scalars, with {@link #MARK} for what is masked; null stays null. */
    public @Nullable Object shown(@Nullable Object value) {
        if (value == null || isNone()) {
            return value;
        }
        if (!whole && value instanceof Map<?, ?> struct) {
            return shown(struct);
        }
        if (!whole && value instanceof List<?> elements) {
            List<@Nullable Object> shown = new ArrayList<>();
            elements.forEach(element -> shown.add(shown(element)));
            return shown;
        }
        return MARK;
    }

    /** Columns, or the fields of an object, in the same way. */
    public Map<String, @Nullable Object> shown(Map<?, ?> columns) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        columns.forEach((name, value) -> {
            String text = String.valueOf(name);
            shown.put(text, of(text).shown(value));
        });
        return shown;
    }

    /** The name as {@link #fields} has it. */
    public static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
