package io.sluice.stream.store;

import java.time.Instant;
import java.util.List;

/**
 * The rows that a pipeline itself appended to a target that it found: those at positions of its topics, written since
 * it found the target.
 */
public record OwnRows(List<String> topics, Instant since) {

    public OwnRows {
        topics = List.copyOf(topics);
    }
}
