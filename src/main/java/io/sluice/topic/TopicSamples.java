package io.sluice.topic;

import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.kafka.records.PassingRecords;
import io.sluice.web.Limits;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;

/**
 * Reads a sample of a topic: of each partition as many committed records as of the others, where it has so many, with a
 * consumer that lives as long as the request. Bounded in records, in bytes ({@link Limits#PAGE_BYTES}) and in time.
 * Thread-safe.
 */
public final class TopicSamples {

    private static final Duration POLL = Duration.ofMillis(200);

    private final Cluster cluster;
    private final Supplier<Consumer<byte[], byte[]>> consumers;

    TopicSamples(Cluster cluster, Supplier<Consumer<byte[], byte[]>> consumers) {
        this.cluster = cluster;
        this.consumers = consumers;
    }

    /** @param cut whether records are left out that the sample should have, because of their size or the time */
    public record Sample(List<SourceRecord> records, boolean cut) {}

    /**
     * Reads from one end of each partition.
     *
     * @param oldest whether from its beginning
     * @throws ProblemException INVALID_PARAMETER for a name that no topic has; TOPIC_NOT_FOUND; PLATFORM_REFUSES;
     *     PLATFORM_UNAVAILABLE if Kafka delivers nothing in time
     */
    public Sample read(String name, int limit, boolean oldest) {
        String topic = TopicNames.checked(name);
        List<TopicPartition> partitions = cluster.describe(topic).partitions().stream()
                .map(each -> new TopicPartition(topic, each.partition()))
                .toList();
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            return read(consumer, tails(consumer, partitions, limit, oldest), Cluster.TIMEOUT);
        } catch (AuthorizationException e) {
            throw Refused.by(e, "READ", topic);
        }
    }

    static List<Tail> tails(
            Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions, int limit, boolean oldest) {
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        List<Tail> full = partitions.stream()
                .map(each ->
                        new Tail(each, beginnings.getOrDefault(each, 0L), ends.getOrDefault(each, 0L), Long.MAX_VALUE))
                .filter(tail -> !tail.isRead())
                .sorted((one, other) -> Long.compare(one.size(), other.size()))
                .toList();
        List<Tail> parts = new ArrayList<>();
        int left = limit;
        for (int i = 0; i < full.size() && left > 0; i++) {
            // The smallest come first, so that the others get what those do not need.
            int fair = (int)
                    Math.min(Math.max(1, left / (full.size() - i)), full.get(i).size());
            Tail part = oldest ? full.get(i).first(fair) : full.get(i);
            part.goBack(fair);
            parts.add(part);
            left -= fair;
        }
        return parts;
    }

    static Sample read(Consumer<byte[], byte[]> consumer, List<Tail> parts, Duration patience) {
        Map<TopicPartition, Tail> open = new HashMap<>();
        parts.forEach(part -> open.put(part.partition(), part));
        consumer.assign(open.keySet());
        open.forEach((partition, part) -> consumer.seek(partition, part.from()));
        long fair = Limits.PAGE_BYTES / Math.max(1, parts.size());
        Map<TopicPartition, Long> bytes = new HashMap<>();
        List<SourceRecord> records = new ArrayList<>();
        boolean cut = false;
        long total = 0;
        long deadline = System.nanoTime() + patience.toNanos();
        while (!open.isEmpty() && total < Limits.PAGE_BYTES && System.nanoTime() < deadline) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                Tail part = open.get(partition);
                if (part != null && total < Limits.PAGE_BYTES && part.takes(record)) {
                    long size = NewestKept.size(record);
                    total += size;
                    records.add(PassingRecords.source(record));
                    if (bytes.merge(partition, size, Long::sum) >= fair) {
                        cut |= !part.isFetched(record.offset() + 1);
                        open.remove(partition);
                    }
                }
            }
            open.values().removeIf(part -> part.isFetched(consumer.position(part.partition())));
            consumer.pause(consumer.assignment().stream()
                    .filter(each -> !open.containsKey(each))
                    .toList());
        }
        if (records.isEmpty() && !open.isEmpty()) {
            throw new ProblemException(
                    ProblemType.PLATFORM_UNAVAILABLE,
                    "Kafka delivered no record within " + patience.toMillis() + " ms. Repeat the request later.");
        }
        return new Sample(records, cut || !open.isEmpty());
    }
}
