package io.sluice.stream.flow;

import java.util.Locale;

/** The kinds of store that a flow can write; a flow has at most one sink of each. */
public enum StoreType {
    POSTGRES(Stage.POSTGRES),
    MONGO(Stage.MONGO);

    private final Stage stage;

    StoreType(Stage stage) {
        this.stage = stage;
    }

    /** The stage under which this store's refusals become dead letters. */
    public Stage stage() {
        return stage;
    }

    /** The name as it stands in the API and in the ledger: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind of store of that {@link #label}. */
    public static StoreType ofLabel(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
