package io.sluice.stream.format;

import io.sluice.stream.flow.SourceSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The formats that a flow can read, in the order in which they are shown. Immutable. */
public final class Formats {

    private final Map<String, Format> byName = new LinkedHashMap<>();

    /**
     * @param formats at least one; the first is that of a definition which names none
     * @throws IllegalArgumentException if their names cannot stand beside each other
     */
    public Formats(List<? extends Format> formats) {
        if (formats.isEmpty()) {
            throw new IllegalArgumentException("There is no format");
        }
        for (Format format : formats) {
            if (!format.name().matches("[a-z][a-z0-9]{0,30}")) {
                throw new IllegalArgumentException("No format can have the name '" + format.name() + "'");
            }
            if (byName.put(format.name(), format) != null) {
                throw new IllegalArgumentException("There are two formats of the name " + format.name());
            }
        }
    }

    public List<Format> all() {
        return List.copyOf(byName.values());
    }

    public List<String> names() {
        return List.copyOf(byName.keySet());
    }

    public Optional<Format> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Returns the format of a source that was checked before. */
    public Format of(SourceSpec source) {
        String name = source.format().name();
        return find(name).orElseThrow(() -> new IllegalStateException("There is no format of the name " + name));
    }
}
