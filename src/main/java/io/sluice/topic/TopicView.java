package io.sluice.topic;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** A topic as the API shows it. */
@Schema(name = "Topic")
record TopicView(String name, List<PartitionView> partitions) {

    @Schema(name = "TopicPartition")
    record PartitionView(int partition, long beginningOffset, long endOffset) {}
}
