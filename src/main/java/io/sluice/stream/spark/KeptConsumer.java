package io.sluice.stream.spark;

import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
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
        this.partition = partition;
        this.consumer = new KafkaConsumer<>(properties);
        consumer.assign(List.of(partition));
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
        if (ahead == null && fetched.hasNext()) {
            ahead = fetched.next();
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
        consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
}
