package io.sluice.inference;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;

/**
 * The type that is proposed for a place, and why.
 *
 * @param type empty if no type decodes every value there; then the schema leaves it out
 * @param parts what is proposed for its fields, its elements or its values
 */
record Finding(Place place, Optional<DataType> type, List<Part> parts, Remarks remarks) {

    /**
     * @param step the name of a field; null for elements and values
     * @param suffix how it continues the path of what it is part of
     * @param of how many could have it
     * @param required whether it is NOT NULL
     */
    record Part(@Nullable String step, String suffix, long of, boolean required, Finding finding) {}

    /**
     * @param narrower what fits nearly all
     * @param conflicts why values, or the place, do not come as one would expect
     * @param hints what to look at
     */
    record Remarks(List<Narrower> narrower, List<String> conflicts, List<String> hints) {

        static final Remarks NONE = new Remarks(List.of(), List.of(), List.of());

        static Remarks conflict(String text) {
            return new Remarks(List.of(), List.of(text), List.of());
        }

        static Remarks hint(String text) {
            return new Remarks(List.of(), List.of(), List.of(text));
        }
    }

    static Finding of(Place place, DataType type, Remarks remarks) {
        return new Finding(place, Optional.of(type), List.of(), remarks);
    }

    static Finding none(Place place, Remarks remarks) {
        return new Finding(place, Optional.empty(), List.of(), remarks);
    }

    boolean isConflict() {
        return type.isEmpty() && !remarks.conflicts().isEmpty();
    }
}
