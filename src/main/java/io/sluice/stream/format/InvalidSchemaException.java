package io.sluice.stream.format;

import java.util.List;

/** A source schema that cannot be used; its author has to change it. */
public final class InvalidSchemaException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final List<String> faults;

    InvalidSchemaException(List<String> faults) {
        super(String.join("; ", faults));
        this.faults = List.copyOf(faults);
    }

    /** Everything that is wrong, one sentence each; at least one. */
    public List<String> faults() {
        return faults;
    }
}
