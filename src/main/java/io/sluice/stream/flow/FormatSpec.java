package io.sluice.stream.flow;

import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a flow's records are encoded.
 *
 * @param name of the format
 * @param options of that format, by name; sorted, and as the definition has them
 * @param rejectUnknownFields whether a field that the schema does not name, also inside of a struct, makes a record a
 *     dead letter; else it is skipped
 */
public record FormatSpec(String name, Map<String, String> options, boolean rejectUnknownFields)
        implements Serializable {

    public FormatSpec {
        options = Collections.unmodifiableMap(new TreeMap<>(options));
    }
}
