package io.sluice.stream.flow;

/**
 * Where on its way a record was rejected: one of the constants, or the label of the store that refused it.
 *
 * @param label the name as it stands in the API and in the dead letter table: lower case
 */
public record Stage(String label) {

    public static final Stage DECODE = new Stage("decode");
    public static final Stage TRANSFORM = new Stage("transform");
}
