package io.sluice.stream.flow;

import java.io.Serializable;

/**
 * A kind of store; a flow has at most one sink of each. The stores themselves say which there are.
 *
 * @param label the name as it stands in definitions, in the API, in the ledger and in metrics: lower case letters and
 *     digits
 */
public record StoreType(String label) implements Serializable {

    /** The stage under which this store's refusals become dead letters. */
    public Stage stage() {
        return new Stage(label);
    }
}
