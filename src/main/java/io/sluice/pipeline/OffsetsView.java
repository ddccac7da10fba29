package io.sluice.pipeline;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Where a pipeline reads on, ordered by topic and partition. */
@Schema(name = "Offsets", description = "Where a pipeline reads on; empty before its first start.")
record OffsetsView(
        @Schema(description = "The partitions, by topic and number.", requiredMode = RequiredMode.REQUIRED)
        List<NextOffset> partitions) {

    static OffsetsView of(Map<String, Map<Integer, Long>> offsets) {
        return new OffsetsView(offsets.entrySet().stream()
                .flatMap(topic -> topic.getValue().entrySet().stream()
                        .map(partition -> new NextOffset(topic.getKey(), partition.getKey(), partition.getValue())))
                .sorted(Comparator.comparing(NextOffset::topic).thenComparing(NextOffset::partition))
                .toList());
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
