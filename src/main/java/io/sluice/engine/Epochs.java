package io.sluice.engine;

import io.sluice.flow.Counters;
import io.sluice.sink.EpochListener;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The epochs of a query in continuous mode, of which Spark reports nothing. At the end of each it asks whether the topics
 * are still the same, and ends the query if they are not. Thread-safe.
 */
final class Epochs implements BatchHistory, EpochListener {

    private static final Logger LOG = LoggerFactory.getLogger(Epochs.class);
    private static final int MOST = 100;

    private final QuerySource source;
    private final Deque<BatchProgress> recent = new ArrayDeque<>();
    private Instant begun = Instant.now();
    private @Nullable StreamingQuery query;
    private @Nullable Throwable failure;
    private @Nullable Long lastId;

    Epochs(QuerySource source) {
        this.source = source;
    }

    synchronized void of(StreamingQuery query) {
        this.query = query;
        if (failure != null) {
            end(query);
        }
    }

    @Override
    public void committed(long epoch, Counters counters) {
        note(epoch, counters);
        try {
            source.check();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    private synchronized void note(long epoch, Counters counters) {
        Instant now = Instant.now();
        lastId = epoch;
        if (counters.consumed() > 0) {
            recent.add(progress(epoch, counters, begun, Duration.between(begun, now)));
            if (recent.size() > MOST) {
                recent.remove();
            }
        }
        begun = now;
    }

    private static BatchProgress progress(long epoch, Counters counters, Instant begun, Duration took) {
        long rows = counters.consumed();
        double perSecond = rows * 1000.0 / Math.max(1, took.toMillis());
        Map<String, Long> phases = Map.of("triggerExecution", took.toMillis());
        return new BatchProgress(epoch, begun, rows, perSecond, perSecond, phases, 0, counters);
    }

    private synchronized void fail(RuntimeException e) {
        failure = e;
        if (query != null) {
            end(query);
        }
    }

    /** On a thread of its own, because it waits for Spark, and Spark for this one. */
    private static void end(StreamingQuery query) {
        Thread ending = new Thread(() -> stop(query), "end-" + query.name());
        ending.setDaemon(true);
        ending.start();
    }

    private static void stop(StreamingQuery query) {
        try {
            query.stop();
        } catch (TimeoutException e) {
            LOG.warn("The query of {} does not end", query.name(), e);
        }
    }

    @Override
    public synchronized @Nullable Long lastId() {
        return lastId;
    }

    @Override
    public synchronized List<BatchProgress> recent() {
        return List.copyOf(recent);
    }

    /** Kafka knows. */
    @Override
    public List<PartitionProgress> partitions() {
        return List.of();
    }

    @Override
    public synchronized @Nullable Throwable failure() {
        return failure;
    }
}
