package io.sluice.stream.flow;

import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a flow's records are encoded.
 *
 * @param name of the format
 * @param options of that format, by name; sorted, and as the definition has them
 * @param rejectUnknownFields whether a field that the schema does not name, also inside of a struct, makes a record a
 *     dead letter; else it is skipped
 * @param masked the paths of the fields whose values no reason quotes and only admins see, as the definition has them
 */
public record FormatSpec(String name, Map<String, String> options, boolean rejectUnknownFields, List<String> masked)
        implements Serializable {

    public FormatSpec {
        options = Collections.unmodifiableMap(new TreeMap<>(options));
        masked = List.copyOf(masked);
    }

    /** A format of which nothing is masked. */
    public FormatSpec(String name, Map<String, String> options, boolean rejectUnknownFields) {
        this(name, options, rejectUnknownFields, List.of());
    }

    public Mask mask() {
        return Mask.of(masked);
    }
}
