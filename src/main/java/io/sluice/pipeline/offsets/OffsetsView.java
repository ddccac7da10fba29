package io.sluice.pipeline.offsets;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.sluice.stream.flow.Offsets;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.List;

/** Where a pipeline reads next, ordered by topic and partition. */
@Schema(name = "Offsets")
record OffsetsView(
        List<NextOffset> partitions,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> notices) {

    private static final String SET_BACK = "Positions that are stored already stay as they were stored first: reading"
            + " them again fills in what is missing, and neither columns that were added since nor what another transform"
            + " would yield. To have that everywhere, begin anew with DELETE …/offsets?rows=keep or rows=remove.";

    static OffsetsView of(Offsets offsets) {
        List<NextOffset> partitions = new ArrayList<>();
        offsets.forEach((topic, partition, next) -> partitions.add(new NextOffset(topic, partition, next)));
        return new OffsetsView(List.copyOf(partitions), List.of());
    }

    OffsetsView noticing(boolean setBack) {
        return setBack ? new OffsetsView(partitions, List.of(SET_BACK)) : this;
    }

    @JsonPropertyOrder({"topic", "partition", "nextOffset"})
    @Schema(name = "NextOffset")
    record NextOffset(String topic, int partition, long nextOffset) {}
}
