package io.sluice.inference;

import io.sluice.stream.column.ColumnType;
import io.sluice.stream.format.SampleReader.Kind;
import io.sluice.stream.format.SampleReader.Observer;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which fields one record has, in its two outermost levels, and the short texts in them. Paths have the same number in
 * all records of a sample. Not thread-safe.
 *
 * @param topFields the numbers of the outermost fields
 */
record Outline(BitSet fields, BitSet topFields, Map<Integer, String> texts) {

    private static final int MOST_PATHS = 2_000;
    private static final int LEVELS = 2;
    private static final int LONGEST_TEXT = 64;

    /** The numbers of the paths of a sample. */
    static final class Paths {

        private final Map<List<String>, Integer> numbers = new LinkedHashMap<>();

        /** Returns -1 for one too many. */
        int number(List<String> path) {
            Integer known = numbers.get(path);
            if (known != null) {
                return known;
            }
            if (numbers.size() >= MOST_PATHS) {
                return -1;
            }
            numbers.put(path, numbers.size());
            return numbers.size() - 1;
        }

        List<String> path(int number) {
            return List.copyOf(numbers.keySet()).get(number);
        }

        int size() {
            return numbers.size();
        }
    }

    static Outline empty() {
        return new Outline(new BitSet(), new BitSet(), new HashMap<>());
    }

    /** Returns what draws this outline, for one record. */
    Observer drawing(Paths paths) {
        return new Level(this, paths, List.of(), -1);
    }

    /** @param number of the path; -1 for none */
    private record Level(Outline outline, Paths paths, List<String> path, int number) implements Observer {

        @Override
        public void nothing() {
            // has no text
        }

        @Override
        public void scalar(Kind kind, String text, Set<ColumnType> fits) {
            if (kind == Kind.TEXT && number >= 0 && text.length() <= LONGEST_TEXT) {
                outline.texts.put(number, text);
            }
        }

        @Override
        public void object() {
            // its fields follow
        }

        @Override
        public Observer field(String name) {
            if (path.size() >= LEVELS) {
                return this.deeper();
            }
            List<String> its = path.isEmpty() ? List.of(name) : List.of(path.get(0), name);
            int itsNumber = paths.number(its);
            if (itsNumber >= 0) {
                outline.fields.set(itsNumber);
                if (path.isEmpty()) {
                    outline.topFields.set(itsNumber);
                }
            }
            return new Level(outline, paths, its, itsNumber);
        }

        @Override
        public void array() {
            // is not looked into
        }

        @Override
        public Observer element() {
            return deeper();
        }

        /** Hears of what is inside, and draws none of it. */
        private Level deeper() {
            return number < 0 && path.size() == LEVELS ? this : new Level(outline, paths, List.of("", ""), -1);
        }
    }
}
