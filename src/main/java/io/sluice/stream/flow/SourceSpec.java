package io.sluice.stream.flow;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a flow reads.
 *
 * @param schema a Spark SQL column list, such as {@code quote STRING NOT NULL, size INT}
 * @param maxOffsetsPerTrigger an upper bound for a micro-batch, over all partitions; null means half a million
 */
public record SourceSpec(
        List<String> topics,
        String schema,
        FormatSpec format,
        StartingOffsets startingOffsets,
        @Nullable Long maxOffsetsPerTrigger)
        implements Serializable {

    public SourceSpec {
        topics = List.copyOf(topics);
    }
}
