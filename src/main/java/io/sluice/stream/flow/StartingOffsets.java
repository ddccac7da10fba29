package io.sluice.stream.flow;

import java.io.Serializable;
import java.time.Instant;

/** Where a flow begins in its topics when it has no position of its own yet. */
public sealed interface StartingOffsets extends Serializable {

    /** The first record that the topic still has. */
    record Earliest() implements StartingOffsets {}

    /** Only records appended after the first start. */
    record Latest() implements StartingOffsets {}

    /** The first record with this timestamp or a later one, in each partition. */
    record At(Instant timestamp) implements StartingOffsets {}

    /** An offset for each partition of each topic. */
    record Exact(Offsets offsets) implements StartingOffsets {}
}
