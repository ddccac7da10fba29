package io.sluice.stream.spark;

import io.sluice.stream.flow.SourceRecord;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Reads the committed records of one partition from an offset up to another one, outside of any query. One thread. */
public final class RangeReader implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final KeptConsumer consumer;
    private final RecordRow row = new RecordRow();
    private final long begin;
    private final long until;

    private RangeReader(KeptConsumer consumer, long begin, long until) {
        this.consumer = consumer;
        this.begin = begin;
        this.until = until;
        consumer.seek(begin);
    }

    /**
     * Begins at the first of these offsets that is still there.
     *
     * @param settings of a consumer, as {@link io.sluice.stream.kafka.KafkaSource#consumer} has them
     * @param until the first offset that is not read any more
     * @throws org.apache.kafka.common.KafkaException if Kafka does not answer
     */
    public static RangeReader open(Map<String, Object> settings, String topic, int partition, long from, long until) {
        KeptConsumer consumer = new KeptConsumer(new TopicPartition(topic, partition), settings);
        try {
            return new RangeReader(consumer, Math.min(until, Math.max(from, consumer.beginning())), until);
        } catch (RuntimeException | Error e) {
            consumer.close();
            throw e;
        }
    }

    /** The offset at which it begins: later than asked for where retention has taken what was before. */
    public long begin() {
        return begin;
    }

    /**
     * The next record; null at the end.
     *
     * @throws org.apache.kafka.common.KafkaException if it cannot be read, or is lost by now
     */
    public @Nullable SourceRecord next() {
        ConsumerRecord<byte[], byte[]> record = consumer.next(until, PATIENCE);
        if (record == null) {
            return null;
        }
        row.set(record);
        return row.record();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
