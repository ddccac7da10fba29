package io.sluice.topic;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads the newest records of a topic with a consumer that lives as long as the request. */
final class Newest {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Comparator<ConsumerRecord<byte[], byte[]>> BY_AGE =
            Comparator.<ConsumerRecord<byte[], byte[]>>comparingLong(ConsumerRecord::timestamp)
                    .thenComparingInt(ConsumerRecord::partition)
                    .thenComparingLong(ConsumerRecord::offset);

    private final Cluster cluster;
    private final Supplier<Consumer<byte[], byte[]>> consumers;

    Newest(Cluster cluster, Supplier<Consumer<byte[], byte[]>> consumers) {
        this.cluster = cluster;
        this.consumers = consumers;
    }

    /**
     * The newest committed records over all partitions, newest first; fewer than the limit if transactions or
     * compaction left gaps at the end of a partition.
     *
     * @throws io.sluice.web.ProblemException TOPIC_NOT_FOUND
     */
    List<ConsumerRecord<byte[], byte[]>> records(String topic, int limit) {
        List<TopicPartition> partitions = cluster.describe(topic).partitions().stream()
                .map(each -> new TopicPartition(topic, each.partition()))
                .toList();
        PriorityQueue<ConsumerRecord<byte[], byte[]>> newest = new PriorityQueue<>(BY_AGE);
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            consumer.assign(partitions);
            Map<TopicPartition, Long> left = seek(consumer, partitions, limit);
            long deadline = System.nanoTime() + Cluster.TIMEOUT.toNanos();
            while (!left.isEmpty() && System.nanoTime() < deadline) {
                consumer.poll(POLL).forEach(record -> keep(newest, record, limit));
                left.entrySet().removeIf(each -> consumer.position(each.getKey()) >= each.getValue());
            }
        }
        return newest.stream().sorted(BY_AGE.reversed()).toList();
    }

    /** Puts the consumer before the last records of each partition; answers the ends of those that have any. */
    private static Map<TopicPartition, Long> seek(
            Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions, int limit) {
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> left = new HashMap<>(consumer.endOffsets(partitions));
        left.forEach((partition, end) ->
                consumer.seek(partition, Math.max(beginnings.getOrDefault(partition, 0L), end - limit)));
        left.entrySet().removeIf(each -> beginnings.getOrDefault(each.getKey(), 0L) >= each.getValue());
        return left;
    }

    private static void keep(
            PriorityQueue<ConsumerRecord<byte[], byte[]>> newest, ConsumerRecord<byte[], byte[]> record, int limit) {
        newest.add(record);
        if (newest.size() > limit) {
            newest.remove();
        }
    }
}
