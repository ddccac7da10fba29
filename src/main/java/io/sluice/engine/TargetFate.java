package io.sluice.engine;

import io.sluice.stream.flow.SinkSpec;
import java.util.OptionalLong;

/**
 * What becomes of a table or collection when its pipeline is deleted or reset.
 *
 * @param madeBySluice for this pipeline, and still the same one
 * @param rows that are dropped, renamed or removed; empty if there are too many to count in some seconds
 */
public record TargetFate(SinkSpec sink, boolean madeBySluice, Action action, OptionalLong rows, String why) {

    /** What is done with it. */
    public enum Action {
        DROPPED,
        RENAMED,
        ROWS_REMOVED,
        UNTOUCHED
    }
}
