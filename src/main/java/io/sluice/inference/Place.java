package io.sluice.inference;

import io.sluice.stream.column.ColumnType;
import io.sluice.stream.format.SampleReader.Kind;
import io.sluice.stream.format.SampleReader.Observer;
import io.sluice.stream.text.Excerpt;
import io.sluice.stream.text.Legible;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a sample has at one place: in one field, in the elements of an array, or in the values of a map. Its memory is
 * bounded: names beyond the bounds share one place. Not thread-safe.
 */
final class Place implements Observer {

    static final int MOST_NAMES = 1_000;
    private static final int MOST_PLACES = 20_000;
    private static final int MOST_EXAMPLES = 3;
    private static final int LONGEST_EXAMPLE = 80;

    private final Bound bound;
    private final Set<String> examples = new LinkedHashSet<>();
    private final Map<String, Place> fields = new LinkedHashMap<>();
    private final Map<String, Long> types = new TreeMap<>();

    private long nulls;
    private long booleans;
    private final Numbers numbers = new Numbers();
    private final Texts texts = new Texts();
    private long objects;
    private long arrays;
    private @Nullable Place element;
    private @Nullable Place rest;

    /** How many places there may still be. */
    private static final class Bound {
        private int left = MOST_PLACES;
    }

    private Place(Bound bound) {
        this.bound = bound;
    }

    /** A place for whole records. */
    static Place ofRecords() {
        return new Place(new Bound());
    }

    @Override
    public void nothing() {
        nulls++;
    }

    @Override
    public void scalar(Kind kind, String text, Set<ColumnType> fits) {
        switch (kind) {
            case BOOLEAN -> booleans++;
            case NUMBER -> numbers.add(text, fits);
            case TEXT -> texts.add(text, fits);
        }
        seen(seenAs(kind, fits));
        if (examples.size() < MOST_EXAMPLES) {
            examples.add(Legible.of(Excerpt.of(text, LONGEST_EXAMPLE)));
        }
    }

    /** Returns the narrowest type that is proposed for such a value alone. */
    private static String seenAs(Kind kind, Set<ColumnType> fits) {
        return switch (kind) {
            case BOOLEAN -> "BOOLEAN";
            case NUMBER -> first(fits, "DECIMAL", ColumnType.INT, ColumnType.BIGINT, ColumnType.DOUBLE);
            case TEXT -> first(fits, "STRING", ColumnType.DATE, ColumnType.TIMESTAMP_NTZ, ColumnType.TIMESTAMP);
        };
    }

    private static String first(Set<ColumnType> fits, String otherwise, ColumnType... types) {
        for (ColumnType type : types) {
            if (fits.contains(type)) {
                return type.name();
            }
        }
        return otherwise;
    }

    private void seen(String type) {
        types.merge(type, 1L, Long::sum);
    }

    @Override
    public void object() {
        objects++;
        seen("OBJECT");
    }

    @Override
    public Place field(String name) {
        Place known = fields.get(name);
        if (known != null) {
            return known;
        }
        if (fields.size() >= MOST_NAMES || bound.left <= 0) {
            if (rest == null) {
                rest = new Place(bound);
            }
            return rest;
        }
        bound.left--;
        Place field = new Place(bound);
        fields.put(name, field);
        return field;
    }

    @Override
    public void array() {
        arrays++;
        seen("ARRAY");
    }

    @Override
    public Place element() {
        if (element == null) {
            element = new Place(bound);
        }
        return element;
    }

    /** All fields as one place, as the values of a map have. */
    Place values() {
        Place all = new Place(bound);
        fields.values().forEach(all::add);
        if (rest != null) {
            all.add(rest);
        }
        return all;
    }

    private void add(Place other) {
        nulls += other.nulls;
        booleans += other.booleans;
        numbers.add(other.numbers);
        texts.add(other.texts);
        objects += other.objects;
        arrays += other.arrays;
        other.types.forEach((type, count) -> types.merge(type, count, Long::sum));
        other.examples.stream().limit(MOST_EXAMPLES - examples.size()).forEach(examples::add);
        other.fields.forEach((name, field) -> field(name).add(field));
        if (other.rest != null) {
            if (rest == null) {
                rest = new Place(bound);
            }
            rest.add(other.rest);
        }
        if (other.element != null) {
            element().add(other.element);
        }
    }

    /** How many values were seen here, nulls too. */
    long count() {
        return nulls + booleans + numbers.count + texts.count + objects + arrays;
    }

    long nulls() {
        return nulls;
    }

    long booleans() {
        return booleans;
    }

    Numbers numbers() {
        return numbers;
    }

    Texts texts() {
        return texts;
    }

    long objects() {
        return objects;
    }

    long arrays() {
        return arrays;
    }

    /** The fields by name, in the order in which they were seen first. */
    Map<String, Place> fields() {
        return fields;
    }

    /** Whether there were more names than are told apart. */
    boolean hasMoreNames() {
        return rest != null;
    }

    /** What was seen, by the narrowest type that would be proposed for such a value alone. */
    Map<String, Long> types() {
        return types;
    }

    Set<String> examples() {
        return examples;
    }
}
