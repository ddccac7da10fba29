package io.sluice.topic;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** A topic as the API shows it. */
@Schema(name = "Topic", description = "A topic")
record TopicView(
        @Schema(description = "Its name", example = "my_quotes", requiredMode = Schema.RequiredMode.REQUIRED)
        String name,

        @Schema(description = "Its partitions", requiredMode = Schema.RequiredMode.REQUIRED)
        List<PartitionView> partitions) {

    @Schema(name = "TopicPartition", description = "A partition of a topic")
    record PartitionView(
            @Schema(description = "Its number", example = "0", requiredMode = Schema.RequiredMode.REQUIRED)
            int partition,

            @Schema(
                    description = "The offset of the oldest record that is still there",
                    example = "0",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            long beginningOffset,

            @Schema(
                    description = "The offset after the newest record",
                    example = "42",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            long endOffset) {}
}
