package io.sluice.stream.transform.fault;

import java.util.List;

/** The SQL of a transform cannot run. Carries every fault that could be found at once. */
public final class InvalidTransformException extends Exception {

    private static final long serialVersionUID = 1L;

    private final List<String> faults;

    public InvalidTransformException(List<String> faults) {
        super(String.join("; ", faults));
        this.faults = List.copyOf(faults);
    }

    public InvalidTransformException(String fault) {
        this(List.of(fault));
    }

    /**
     * What is wrong, in the order of the SQL; at least one. Each begins with its place where it has one: {@code line 1,
     * column 8: …}, both counted from 1.
     */
    public List<String> faults() {
        return faults;
    }
}
