package io.sluice.bench;

import io.sluice.stream.kafka.KafkaAccess;
import java.util.function.IntFunction;

/** A topic that holds exactly so many records, evenly over its partitions. */
record FilledTopic(KafkaAccess kafka, String name, int records) implements AutoCloseable {

    /** Makes and fills it, as {@link Topics#fill} does. */
    static FilledTopic of(
            KafkaAccess kafka, String name, int partitions, int records, String compression, IntFunction<byte[]> value)
            throws Exception {
        Topics.fill(kafka, name, partitions, records, compression, value);
        return new FilledTopic(kafka, name, records);
    }

    /** Deletes it. */
    @Override
    public void close() throws Exception {
        Topics.delete(kafka, name);
    }
}
