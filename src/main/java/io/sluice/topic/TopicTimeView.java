package io.sluice.topic;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;

/** Where a topic was at a time, as the API shows it. */
@Schema(name = "TopicTime")
record TopicTimeView(String topic, Instant at, List<PartitionTime> partitions) {

    /** @param offset of the first record that is not older; the end of the partition if there is none */
    @Schema(name = "PartitionTime")
    record PartitionTime(int partition, long offset) {}
}
