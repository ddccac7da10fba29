package io.sluice.bench;

/**
 * One drain: from a topic into a table, a collection, or both.
 *
 * @param name of the table, the collection, and the pipeline or connector; never used before
 * @param rejected how many of the records are not to be stored
 */
record DrainTarget(String name, String topic, int records, int rejected, int partitions) {

    /** Of each partition. */
    int lastOffset() {
        return records / partitions - 1;
    }

    int stored() {
        return records - rejected;
    }
}
