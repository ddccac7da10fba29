package io.sluice.stream.kafka.records;

import io.sluice.stream.flow.Offsets;
import io.sluice.stream.flow.Position;
import io.sluice.stream.flow.SourceRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;

/** Reads some of the records that a flow has passed, on the driver, with a consumer of its own. One thread. */
public final class PassingRecords implements AutoCloseable {

    private static final int FETCH_BYTES = 256 * 1024;

    private final KafkaConsumer<byte[], byte[]> consumer;

    /** @param clientProperties further settings of Kafka clients, from the operator's configuration */
    public PassingRecords(String bootstrapServers, Map<String, String> clientProperties) {
        consumer = RecordConsumer.of(bootstrapServers, clientProperties, FETCH_BYTES)
                .open();
    }

    /**
     * Reads committed records between two positions of a flow: the newest of each partition, in equal shares. There are
     * fewer than so many if there are not more, if Kafka has not kept them, or if the time is over.
     *
     * @throws org.apache.kafka.common.KafkaException if Kafka does not answer
     */
    public List<SourceRecord> read(Offsets from, Offsets to, int most, Duration patience) {
        List<Position> ends = to.positions().stream()
                .filter(end -> end.offset() > from.get(end.topic(), end.partition(), end.offset()))
                .toList();
        if (ends.isEmpty()) {
            return List.of();
        }
        int share = Math.max(1, most / ends.size());
        Map<TopicPartition, Long> left = new HashMap<>();
        ends.forEach(end -> left.put(new TopicPartition(end.topic(), end.partition()), end.offset()));
        consumer.assign(left.keySet());
        ends.forEach(end -> consumer.seek(
                new TopicPartition(end.topic(), end.partition()),
                Math.max(end.offset() - share, from.get(end.topic(), end.partition(), 0))));
        return read(left, most, System.nanoTime() + patience.toNanos());
    }

    /** @param left where to end in each partition that is not read yet */
    private List<SourceRecord> read(Map<TopicPartition, Long> left, int most, long deadline) {
        List<SourceRecord> read = new ArrayList<>();
        try {
            while (!left.isEmpty() && read.size() < most && System.nanoTime() < deadline) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(RecordConsumer.POLL)) {
                    Long end = left.get(new TopicPartition(record.topic(), record.partition()));
                    if (end != null && record.offset() < end && read.size() < most) {
                        read.add(source(record));
                    }
                }
                left.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
            }
        } catch (OffsetOutOfRangeException e) {
            // Retention was faster. What was read is what there is.
        }
        return read;
    }

    /** The record as it was consumed. */
    public static SourceRecord source(ConsumerRecord<byte[], byte[]> record) {
        return new SourceRecord(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                record.key(),
                record.value(),
                Arrays.stream(record.headers().toArray())
                        .map(header -> new SourceRecord.Header(header.key(), header.value()))
                        .toList());
    }

    @Override
    public void close() {
        consumer.close();
    }
}
