package io.sluice.stream.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for the next records of one flow: a long poll that the broker answers at once when a committed record is there.
 * So an idle flow costs next to nothing, and still begins its micro-batch within milliseconds. See
 * docs/adr/0009-long-poll.md.
 *
 * <p>What it brings may be carried at once, by a {@link SmallBatch}. Else it is only a hint, and the query asks Kafka
 * itself afterwards. Waiting and closing happen on one thread, the query's own; {@link #isWaiting} may be asked from any.
 */
public final class Arrivals implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Arrivals.class);

    /** A consumer that had trouble is asked again only after this. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Map<String, Object> properties;
    private final Duration longest;
    private final SmallBatch small;

    // The query's thread alone.
    private @Nullable KafkaConsumer<byte[], byte[]> consumer;
    private Map<TopicPartition, Long> asked = Map.of();
    private Map<TopicPartition, Long> stands = Map.of();
    private boolean troubled;

    private volatile boolean waiting;

    /**
     * @param longest how long one wait may take: new partitions and deleted topics are noticed only after it
     * @param small takes what arrives, if it can
     */
    Arrivals(Map<String, Object> properties, Duration longest, SmallBatch small) {
        this.properties = Map.copyOf(properties);
        this.longest = longest;
        this.small = small;
    }

    public Duration longest() {
        return longest;
    }

    public SmallBatch small() {
        return small;
    }

    /** Whether the flow's query waits for records: it has then committed every micro-batch, in its own log too. */
    public boolean isWaiting() {
        return waiting;
    }

    /**
     * Returns when there may be something to read, or when it has waited long enough.
     *
     * @param next the offset to read next in every partition
     * @return what has arrived; null if nothing has, or if there is more to know than this consumer does
     */
    @Nullable
    public Arrived await(Map<TopicPartition, Long> next) throws InterruptedException {
        waiting = true;
        try {
            if (next.isEmpty()) {
                pause();
                return null;
            }
            Arrived arrived = poll(next);
            troubled = false;
            return arrived;
        } catch (InterruptException e) {
            throw interrupted();
        } catch (KafkaException e) {
            // If it is more than this consumer's trouble, what the flow itself asks Kafka next will say so.
            complain(e);
            close();
            pause();
            return null;
        } finally {
            waiting = false;
        }
    }

    /**
     * The same positions again are not sought: this consumer has been beyond them, and need not wake the query twice for
     * what was nothing to it.
     *
     * <p>Always all partitions: a broker takes no second question of a consumer before it has answered the first, which
     * can take as long as a wait. One about all of them is not in the way, because it is answered at once if the flow has
     * moved on in any.
     */
    private @Nullable Arrived poll(Map<TopicPartition, Long> next) {
        KafkaConsumer<byte[], byte[]> open = consumer();
        if (!next.equals(stands) && !next.equals(asked)) {
            if (!next.keySet().equals(asked.keySet())) {
                open.assign(next.keySet());
            }
            next.forEach(open::seek);
            stands = Map.copyOf(next);
        }
        boolean whole = next.equals(stands);
        asked = Map.copyOf(next);
        // Returns early also for what it passes over, as the markers of transactions and what they aborted.
        Arrived arrived = Arrived.of(open, open.poll(longest), stands);
        stands = arrived.next();
        return whole && !stands.equals(next) ? arrived : null;
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        KafkaConsumer<byte[], byte[]> open = consumer;
        if (open == null) {
            open = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
            consumer = open;
        }
        return open;
    }

    private void complain(KafkaException e) {
        if (!troubled) {
            LOG.warn("Waiting for records at Kafka does not work, asking every second instead: {}", e.getMessage());
        }
        troubled = true;
    }

    private static void pause() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
    }

    /** Kafka's exception sets the flag again, Java's stands for it. */
    private static InterruptedException interrupted() {
        Thread.interrupted();
        return new InterruptedException("Interrupted while waiting for records");
    }

    @Override
    public void close() {
        KafkaConsumer<byte[], byte[]> open = consumer;
        consumer = null;
        asked = Map.of();
        stands = Map.of();
        if (open != null) {
            try {
                open.close(CloseOptions.timeout(Duration.ZERO));
            } catch (KafkaException e) {
                LOG.debug("Closing the consumer that waits for records", e);
            }
        }
    }
}
