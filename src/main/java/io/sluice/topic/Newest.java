package io.sluice.topic;

import io.sluice.web.Limits;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
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
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.header.Header;

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
     * @throws io.sluice.web.ProblemException TOPIC_NOT_FOUND; PLATFORM_UNAVAILABLE if Kafka did not deliver all of them
     *     in time
     */
    Records records(String topic, int limit) {
        List<TopicPartition> partitions = cluster.describe(topic).partitions().stream()
                .map(each -> new TopicPartition(topic, each.partition()))
                .toList();
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            return read(consumer, partitions, limit, Cluster.TIMEOUT);
        } catch (AuthorizationException e) {
            throw Refused.by(e, "READ", topic);
        }
    }

    static Records read(
            Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions, int limit, Duration patience) {
        Kept newest = new Kept(limit);
        consumer.assign(partitions);
        Map<TopicPartition, Long> left = seek(consumer, partitions, limit);
        long deadline = System.nanoTime() + patience.toNanos();
        while (!left.isEmpty() && System.nanoTime() < deadline) {
            consumer.poll(POLL).forEach(newest::add);
            left.entrySet().removeIf(each -> consumer.position(each.getKey()) >= each.getValue());
        }
        if (!left.isEmpty()) {
            throw new ProblemException(
                    ProblemType.PLATFORM_UNAVAILABLE,
                    "Kafka did not deliver the newest records within " + patience.toMillis() + " ms; those of "
                            + left.size() + " of " + partitions.size()
                            + " partitions are missing. Repeat the request later, or ask for fewer (limit).");
        }
        return newest.records();
    }

    /**
     * Records, the newest first.
     *
     * @param cut whether there are fewer than were asked for because they are large
     */
    record Records(List<ConsumerRecord<byte[], byte[]>> items, boolean cut) {}

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

    /** The newest so far: as many as were asked for, and as an answer may hold; at least one. */
    private static final class Kept {

        private final PriorityQueue<ConsumerRecord<byte[], byte[]>> newest = new PriorityQueue<>(BY_AGE);
        private final int limit;
        private long bytes;
        private boolean cut;

        Kept(int limit) {
            this.limit = limit;
        }

        void add(ConsumerRecord<byte[], byte[]> record) {
            newest.add(record);
            bytes += size(record);
            while (newest.size() > limit || bytes > Limits.PAGE_BYTES && newest.size() > 1) {
                cut |= newest.size() <= limit;
                bytes -= size(newest.remove());
            }
        }

        Records records() {
            return new Records(newest.stream().sorted(BY_AGE.reversed()).toList(), cut && newest.size() < limit);
        }

        private static long size(ConsumerRecord<byte[], byte[]> record) {
            long headers = 0;
            for (Header header : record.headers()) {
                headers += header.value() == null ? 0 : header.value().length;
            }
            return headers + Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
        }
    }
}
