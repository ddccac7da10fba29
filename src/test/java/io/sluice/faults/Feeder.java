package io.sluice.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Fills both topics from a seed: batches alternate between a plain producer and transactions, some of which are aborted.
 * The broker may go away at any time; what became of a batch then is for the oracle to read.
 */
final class Feeder implements AutoCloseable {

    private static final int TICK_MILLIS = 100;

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final String bootstrapServers;
    private final long seed;
    private final Records records;
    private @Nullable KafkaProducer<byte[], byte[]> plain;
    private @Nullable KafkaProducer<byte[], byte[]> transactional;
    private @Nullable ScheduledFuture<?> feeding;
    private long batch;
    private long plainNumber;
    private long keyedNumber;

    Feeder(String bootstrapServers, long seed) {
        this.bootstrapServers = bootstrapServers;
        this.seed = seed;
        this.records = new Records(seed);
    }

    /** Does nothing if it feeds already. */
    void resume() {
        if (feeding != null && !feeding.isDone()) {
            return;
        }
        feeding = thread.scheduleWithFixedDelay(this::tick, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Returns when nothing is in flight and no transaction is open; needs the broker. */
    void pause() throws InterruptedException, ExecutionException {
        if (feeding != null) {
            feeding.cancel(false);
        }
        thread.submit(() -> {
                    while (transactional == null) {
                        reconnect();
                    }
                })
                .get();
    }

    private void tick() {
        try {
            if (transactional == null) {
                reconnect();
            }
            if (transactional != null) {
                feed();
            }
        } catch (KafkaException | ExecutionException | InterruptedException e) {
            disconnect();
        }
    }

    private void feed() throws ExecutionException, InterruptedException {
        Random random = new Random(seed * 31 + batch++);
        int count = 2 + random.nextInt(16);
        boolean inTransaction = random.nextBoolean();
        boolean aborted = random.nextInt(4) == 0;
        if (!inTransaction) {
            send(plain, count, random);
            return;
        }
        transactional.beginTransaction();
        send(transactional, count, random);
        if (aborted) {
            transactional.abortTransaction();
        } else {
            transactional.commitTransaction();
        }
    }

    /** Returns when the broker has them, also those that are aborted later. */
    private void send(KafkaProducer<byte[], byte[]> producer, int count, Random random)
            throws ExecutionException, InterruptedException {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean keyed = random.nextInt(4) == 0;
            sent.add(producer.send(keyed ? records.keyed(keyedNumber++) : records.plain(plainNumber++)));
        }
        producer.flush();
        for (Future<RecordMetadata> each : sent) {
            each.get();
        }
    }

    /** Into the keyed topic alone, outside of transactions. */
    void sendKeyed(int count) throws Exception {
        thread.submit(() -> {
                    if (transactional == null) {
                        reconnect();
                    }
                    for (int i = 0; i < count; i++) {
                        plain.send(records.keyed(keyedNumber++));
                    }
                    plain.flush();
                })
                .get();
    }

    /** The new transactional producer ends what an earlier one left open. */
    private void reconnect() {
        try {
            plain = producer(Map.of());
            transactional = producer(Map.of("transactional.id", "feeder"));
            transactional.initTransactions();
        } catch (KafkaException e) {
            disconnect();
        }
    }

    private KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "bootstrap.servers", bootstrapServers,
                "max.block.ms", "5000",
                "request.timeout.ms", "3000",
                "delivery.timeout.ms", "5000",
                "transaction.timeout.ms", "20000"));
        settings.putAll(more);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private void disconnect() {
        for (KafkaProducer<byte[], byte[]> each : new ArrayList<>(Arrays.asList(plain, transactional))) {
            if (each != null) {
                each.close(Duration.ZERO);
            }
        }
        plain = null;
        transactional = null;
    }

    @Override
    public void close() throws InterruptedException {
        thread.shutdownNow();
        thread.awaitTermination(10, TimeUnit.SECONDS);
        disconnect();
    }
}
