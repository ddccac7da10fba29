package io.sluice.stream.flow;

import java.util.Locale;

/** Where on its way a record was rejected. */
public enum Stage {
    DECODE,
    TRANSFORM,
    POSTGRES,
    MONGO;

    /** The name as it stands in the API and in the dead letter table: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The stage of that {@link #label}. */
    public static Stage ofLabel(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
