package io.sluice.engine.reconcile;

import io.sluice.engine.FlowRun;
import io.sluice.stream.audit.AuditJob;
import io.sluice.stream.audit.AuditRange;
import io.sluice.stream.audit.AuditTask;
import io.sluice.stream.audit.ExpectedRows;
import io.sluice.stream.audit.Findings;
import io.sluice.stream.audit.RangeReport;
import io.sluice.stream.flow.Causes;
import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.stream.ledger.StaleGenerationException;
import io.sluice.stream.store.StoreAudit;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Runs the tasks of one reconciliation, each as a job of its own and at most half as many at once as Spark has places: the
 * micro-batches of flows wait for one task at the longest, and never for the whole.
 */
final class Tasks {

    private static final int MOST_ATTEMPTS = 5;
    private static final long LOOK_MILLIS = 200;

    private final JavaSparkContext spark;
    private final FlowRun run;
    private final BooleanSupplier cancelled;
    private final String group = "reconciliation-" + UUID.randomUUID();
    private final int atOnce;

    Tasks(SparkSession session, FlowRun run, BooleanSupplier cancelled) {
        SparkContext context = session.sparkContext();
        this.spark = JavaSparkContext.fromSparkContext(context);
        this.run = run;
        this.cancelled = cancelled;
        this.atOnce = Math.max(
                1,
                context.maxNumConcurrentTasks(context.resourceProfileManager().defaultResourceProfile()) / 2);
    }

    /**
     * Compares all ranges.
     *
     * @param task asked anew where the one before has become stale, because the pipeline was started again
     * @param done hears in this thread of each range
     * @throws CancellationException once it was cancelled
     */
    void compare(List<AuditRange> ranges, Callable<AuditTask> task, Consumer<RangeReport> done) throws Exception {
        AtomicInteger next = new AtomicInteger();
        AtomicInteger threads = new AtomicInteger();
        ExecutorService pool = Executors.newFixedThreadPool(atOnce, work -> {
            Thread thread = new Thread(work, "reconcile-" + run.name() + "-" + threads.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        try {
            ExecutorCompletionService<RangeReport> running = new ExecutorCompletionService<>(pool);
            int begun = 0;
            for (int ended = 0; ended < ranges.size(); ended++) {
                while (begun < ranges.size() && begun < ended + 2 * atOnce) {
                    running.submit(() -> one(ranges.get(next.getAndIncrement()), task));
                    begun++;
                }
                done.accept(await(running));
            }
        } finally {
            pool.shutdownNow();
            spark.cancelJobGroup(group);
        }
    }

    /** The next result, or the end of waiting for it when the reconciliation is cancelled. */
    private <T> T await(ExecutorCompletionService<T> running) throws Exception {
        Future<T> ended = null;
        while (ended == null) {
            if (cancelled.getAsBoolean()) {
                throw new CancellationException("The reconciliation was cancelled");
            }
            ended = running.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
        return get(ended);
    }

    private static <T> T get(Future<T> ended) throws Exception {
        try {
            return ended.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }

    private RangeReport one(AuditRange range, Callable<AuditTask> task) throws Exception {
        spark.setJobGroup(group, "Reconciliation of " + run.name());
        for (int attempt = 1; ; attempt++) {
            try {
                return AuditJob.run(spark, task.call(), range);
            } catch (Exception e) {
                // Started again since, or retention has taken what was about to be read: the next attempt knows.
                if (attempt == MOST_ATTEMPTS || !mayPass(e)) {
                    throw e;
                }
            }
        }
    }

    private static boolean mayPass(Exception failure) {
        String text = String.valueOf(failure.getMessage());
        return Causes.of(failure)
                        .anyMatch(cause ->
                                cause instanceof StaleGenerationException || cause instanceof OffsetOutOfRangeException)
                || text.contains(StaleGenerationException.class.getName())
                || text.contains(OffsetOutOfRangeException.class.getName());
    }

    /** Looks for rows that nobody expects. */
    Findings walk(LedgerAccess ledger, StoreAudit.Walk walk, List<ExpectedRows> rows, Set<Long> known)
            throws Exception {
        ExecutorService pool = Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(work, "reconcile-" + run.name() + "-walk");
            thread.setDaemon(true);
            return thread;
        });
        try {
            ExecutorCompletionService<Findings> running = new ExecutorCompletionService<>(pool);
            running.submit(() -> {
                spark.setJobGroup(group, "Reconciliation of " + run.name());
                return AuditJob.walk(spark, ledger, walk, rows, known);
            });
            return await(running);
        } finally {
            pool.shutdownNow();
            spark.cancelJobGroup(group);
        }
    }
}
