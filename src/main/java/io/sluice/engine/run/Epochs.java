package io.sluice.engine.run;

import io.sluice.engine.BatchProgress;
import io.sluice.engine.PartitionProgress;
import io.sluice.stream.flow.Counters;
import io.sluice.stream.task.FlowSink.EpochListener;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The epochs of a query in continuous mode, of which Spark reports nothing. At the end of each it asks whether the topics
 * are still the same, and ends the query if they are not. Thread-safe.
 */
final class Epochs implements BatchHistory, EpochListener {

    private static final int MOST = 100;

    private final QuerySource source;
    private final Deque<BatchProgress> recent = new ArrayDeque<>();
    private Instant begun = Instant.now();
    private long begunNanos = System.nanoTime();
    private @Nullable SparkRunningFlow flow;
    private @Nullable Throwable failure;
    private @Nullable Long lastId;

    Epochs(QuerySource source) {
        this.source = source;
    }

    /** Ends this run, once there is one, when the topics are not the same any more. */
    synchronized void reportTo(SparkRunningFlow flow) {
        this.flow = flow;
        if (failure != null) {
            flow.fail(failure);
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
        long nanos = System.nanoTime();
        lastId = epoch;
        if (counters.consumed() > 0) {
            recent.add(progress(epoch, counters, begun, Duration.ofNanos(nanos - begunNanos)));
            if (recent.size() > MOST) {
                recent.remove();
            }
        }
        begun = Instant.now();
        begunNanos = nanos;
    }

    private static BatchProgress progress(long epoch, Counters counters, Instant begun, Duration took) {
        long rows = counters.consumed();
        double perSecond = rows * 1000.0 / Math.max(1, took.toMillis());
        Map<String, Long> phases = Map.of("triggerExecution", took.toMillis());
        return new BatchProgress(epoch, begun, rows, perSecond, perSecond, phases, 0, counters);
    }

    private synchronized void fail(RuntimeException e) {
        failure = e;
        if (flow != null) {
            flow.fail(e);
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

    @Override
    public synchronized @Nullable BatchProgress newest() {
        return recent.peekLast();
    }

    /** Empty, because Kafka has to be asked. */
    @Override
    public List<PartitionProgress> partitions() {
        return List.of();
    }
}
