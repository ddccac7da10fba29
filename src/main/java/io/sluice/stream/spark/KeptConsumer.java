package io.sluice.stream.spark;

import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.spark.TaskContext;
import org.apache.spark.util.UninterruptibleThread;
import org.jspecify.annotations.Nullable;

/**
 * A consumer of one partition that outlives a micro-batch, and keeps what it has fetched beyond the last one; in continuous
 * mode it lives as long as its task. The broker itself says what cannot be read any more, in answer to the fetch; a gap in
 * the offsets is where transactions ended or a topic was compacted. One thread at a time.
 */
final class KeptConsumer implements AutoCloseable {

    /** A task that is to end notices it after so long at the latest. */
    private static final Duration SLICE = Duration.ofMillis(500);

    private static final long NOWHERE = -1;

    /**
     * Of the heap, what one fetch of every open one may bring. Kafka's client keeps two, the last one also when all of it
     * was handed out, and records are copies.
     */
    private static final int SHARE_OF_HEAP = 64;

    /** Less for one fetch is not worth its way. */
    private static final int LEAST_BYTES = 64 << 10;

    private static final String FETCH_BYTES = ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG;

    /** How many are open in this JVM. */
    private static final AtomicInteger OPEN = new AtomicInteger();

    private final TopicPartition partition;
    private final Consumer<byte[], byte[]> consumer;
    private Iterator<ConsumerRecord<byte[], byte[]>> fetched = Collections.emptyIterator();
    /** Fetched, and not handed out. */
    private @Nullable ConsumerRecord<byte[], byte[]> ahead;
    /** All records before it were handed out. */
    private long position = NOWHERE;
    /** The offset behind everything that was fetched. */
    private long reached = NOWHERE;

    /** @param properties must say that a position which is lost is an error */
    KeptConsumer(TopicPartition partition, Map<String, Object> properties) {
        this(partition, properties, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
    }

    /** @param bytes that one fetch of every open one may bring, as far as it is up to this one */
    KeptConsumer(TopicPartition partition, Map<String, Object> properties, long bytes) {
        this.partition = partition;
        Map<String, Object> bounded = new HashMap<>(properties);
        bounded.put(FETCH_BYTES, share(properties, bytes / OPEN.incrementAndGet()));
        try {
            this.consumer = new KafkaConsumer<>(bounded);
        } catch (RuntimeException | Error e) {
            OPEN.decrementAndGet();
            throw e;
        }
        consumer.assign(List.of(partition));
    }

    private static int share(Map<String, Object> properties, long share) {
        Object asked = properties.getOrDefault(FETCH_BYTES, ConsumerConfig.DEFAULT_MAX_PARTITION_FETCH_BYTES);
        return (int) Math.min(Long.parseLong(asked.toString()), Math.max(LEAST_BYTES, share));
    }

    /** The first offset that the partition still has. */
    long beginning() {
        return consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
    }

    /** Reads on from there; at no cost if that is where it stands. */
    void seek(long offset) {
        if (position == NOWHERE || offset < position || offset > known()) {
            consumer.seek(partition, offset);
            fetched = Collections.emptyIterator();
            ahead = null;
            position = offset;
            reached = offset;
        }
    }

    /** The offset up to which, from the position on, there is no record that could be read. */
    private long known() {
        if (ahead == null) {
            if (fetched.hasNext()) {
                ahead = fetched.next();
            } else {
                // What was handed out must not stay in memory for as long as nothing else comes.
                fetched = Collections.emptyIterator();
            }
        }
        return ahead == null ? reached : ahead.offset();
    }

    /**
     * The next record, or null if there is none before the end any more, at most markers of transactions.
     *
     * @param patience with a broker that sends nothing
     * @throws org.apache.kafka.common.KafkaException if it cannot be read; then this is of no use any more
     */
    @Nullable
    ConsumerRecord<byte[], byte[]> next(long end, Duration patience) {
        if (known() < end && ahead == null) {
            fetch(end, patience);
        }
        ConsumerRecord<byte[], byte[]> record = ahead;
        if (record == null || record.offset() >= end) {
            return null;
        }
        ahead = null;
        position = record.offset() + 1;
        return record;
    }

    /** Fetches until there is a record, or it is certain that there is none before the end. */
    private void fetch(long end, Duration patience) {
        long before = reached;
        long deadline = System.nanoTime() + patience.toNanos();
        while (known() < end && ahead == null) {
            shielded();
            if (reached > before) {
                before = reached;
                deadline = System.nanoTime() + patience.toNanos();
            } else if (System.nanoTime() > deadline) {
                throw new TimeoutException("nothing came from offset %d of %s on in %d s, and %d was there before"
                        .formatted(reached, partition, patience.toSeconds(), end - 1));
            }
            endIfKilled();
        }
    }

    /** An interrupt leaves a consumer in a state in which its next user cannot go on. */
    private void shielded() {
        if (Thread.currentThread() instanceof UninterruptibleThread thread) {
            thread.runUninterruptibly(() -> {
                poll();
                return null;
            });
        } else {
            poll();
        }
    }

    private void poll() {
        fetched = consumer.poll(SLICE).records(partition).iterator();
        reached = consumer.position(partition);
    }

    private static void endIfKilled() {
        TaskContext task = TaskContext.get();
        if (task != null) {
            task.killTaskIfInterrupted();
        }
    }

    @Override
    public void close() {
        OPEN.decrementAndGet();
        consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
}
