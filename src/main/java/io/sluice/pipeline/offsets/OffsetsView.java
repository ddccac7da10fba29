package io.sluice.pipeline.offsets;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.sluice.stream.flow.Offsets;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import java.util.ArrayList;
import java.util.List;

/** Where a pipeline reads next, ordered by topic and partition. */
@Schema(name = "Offsets", description = "Where a pipeline reads on; empty before its first start.")
record OffsetsView(
        @Schema(description = "The partitions, by topic and number.", requiredMode = RequiredMode.REQUIRED)
        List<NextOffset> partitions,

        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        @Schema(description = "What follows from the order; left out if there is nothing to say.")
        List<String> notices) {

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
    @Schema(name = "NextOffset", description = "Where a pipeline reads on in a partition.")
    record NextOffset(
            @Schema(description = "The topic.", requiredMode = RequiredMode.REQUIRED, example = "my_quotes")
            String topic,

            @Schema(description = "The number of the partition.", requiredMode = RequiredMode.REQUIRED, example = "0")
            int partition,

            @Schema(
                    description = "The offset that it reads next.",
                    requiredMode = RequiredMode.REQUIRED,
                    example = "1250")
            long nextOffset) {}
}
