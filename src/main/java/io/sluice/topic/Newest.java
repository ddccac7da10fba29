package io.sluice.topic;

import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * Reads the newest records of a topic with a consumer that lives as long as the request. What it reads follows from how
 * many records are asked for, and not from how many partitions there are: it begins with those whose newest records are
 * the newest of all, and goes back in each only as far as that yields records for the answer.
 */
final class Newest {

    private static final Duration POLL = Duration.ofMillis(200);
    /** How many partitions, and records of those that were not read before, are read at once: records may be large. */
    private static final int MOST_PARTITIONS = 50;

    private static final int MOST_RECORDS = 100;

    private final Cluster cluster;
    private final Supplier<Consumer<byte[], byte[]>> consumers;

    Newest(Cluster cluster, Supplier<Consumer<byte[], byte[]>> consumers) {
        this.cluster = cluster;
        this.consumers = consumers;
    }

    /**
     * The newest committed records over all partitions, newest first; fewer than the limit if transactions or
     * compaction left gaps at the end of a partition. Of a partition, its last ones are taken for its newest.
     *
     * @throws io.sluice.web.ProblemException TOPIC_NOT_FOUND; PLATFORM_UNAVAILABLE if Kafka did not deliver all of them
     *     in time
     */
    Records records(String topic, int limit) {
        List<TopicPartition> partitions = cluster.describe(topic).partitions().stream()
                .map(each -> new TopicPartition(topic, each.partition()))
                .toList();
        try {
            Map<TopicPartition, Long> latest =
                    partitions.size() > Math.min(limit, MOST_PARTITIONS) ? latest(partitions) : Map.of();
            try (Consumer<byte[], byte[]> consumer = consumers.get()) {
                return read(consumer, tails(consumer, partitions, latest, limit), limit, Cluster.TIMEOUT);
            }
        } catch (AuthorizationException e) {
            throw Refused.by(e, "READ", topic);
        }
    }

    /** The latest timestamp in each partition, in milliseconds; brokers before 3.0 do not tell. */
    private Map<TopicPartition, Long> latest(List<TopicPartition> partitions) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(each -> asked.put(each, OffsetSpec.maxTimestamp()));
        Map<TopicPartition, Long> latest = new HashMap<>();
        try {
            Map<TopicPartition, ListOffsetsResultInfo> answer =
                    cluster.ask(admin -> admin.listOffsets(asked).all());
            answer.forEach((partition, info) -> latest.put(partition, info.timestamp()));
        } catch (UnsupportedVersionException e) {
            return Map.of();
        }
        return latest;
    }

    /** Returns the ends of those partitions that have any record. */
    static List<Tail> tails(
            Consumer<byte[], byte[]> consumer,
            List<TopicPartition> partitions,
            Map<TopicPartition, Long> latest,
            int limit) {
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        return partitions.stream()
                .map(each -> new Tail(
                        each,
                        Math.max(beginnings.getOrDefault(each, 0L), ends.getOrDefault(each, 0L) - limit),
                        ends.getOrDefault(each, 0L),
                        latest.getOrDefault(each, Long.MAX_VALUE)))
                .filter(each -> !each.isRead())
                .toList();
    }

    static Records read(Consumer<byte[], byte[]> consumer, List<Tail> tails, int limit, Duration patience) {
        NewestKept kept = new NewestKept(limit);
        long deadline = System.nanoTime() + patience.toNanos();
        List<Tail> open = next(tails, kept, limit);
        while (!open.isEmpty()) {
            int each = Math.max(1, Math.min(limit, MOST_RECORDS) / open.size());
            open.forEach(tail -> tail.goBack(each));
            fetch(consumer, open, kept, deadline, patience);
            open = next(tails, kept, limit);
        }
        return kept.records();
    }

    /** Returns the tails that can have newer records than those that are kept, the newest first. */
    private static List<Tail> next(List<Tail> tails, NewestKept kept, int limit) {
        return tails.stream()
                .filter(tail -> !tail.isRead() && kept.wants(tail.latest()))
                .sorted(Comparator.comparingLong(Tail::latest).reversed())
                .limit(Math.min(limit, MOST_PARTITIONS))
                .toList();
    }

    private static void fetch(
            Consumer<byte[], byte[]> consumer, List<Tail> tails, NewestKept kept, long deadline, Duration patience) {
        Map<TopicPartition, Tail> left = new HashMap<>();
        tails.forEach(tail -> left.put(tail.partition(), tail));
        consumer.assign(left.keySet());
        consumer.resume(left.keySet());
        left.forEach((partition, tail) -> consumer.seek(partition, tail.from()));
        while (!left.isEmpty()) {
            if (System.nanoTime() >= deadline) {
                throw new ProblemException(
                        ProblemType.PLATFORM_UNAVAILABLE,
                        "Kafka did not deliver the newest records within " + patience.toMillis() + " ms; those of "
                                + left.size() + " partitions are missing. Repeat the request later, or ask for fewer"
                                + " (limit).");
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                Tail tail = left.get(new TopicPartition(record.topic(), record.partition()));
                if (tail != null && tail.takes(record)) {
                    kept.add(record);
                }
            }
            left.values().removeIf(tail -> tail.isFetched(consumer.position(tail.partition())));
            consumer.pause(consumer.assignment().stream()
                    .filter(each -> !left.containsKey(each))
                    .toList());
        }
    }

    /**
     * Records, the newest first.
     *
     * @param cut whether there are fewer than were asked for because they are large
     */
    record Records(List<ConsumerRecord<byte[], byte[]>> items, boolean cut) {}
}
