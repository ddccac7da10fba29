package io.sluice.engine.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sluice.engine.FlowRun;
import io.sluice.stream.audit.AuditRange;
import io.sluice.stream.audit.AuditTask;
import io.sluice.stream.audit.RangeReports;
import io.sluice.stream.flow.StoreType;
import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.stream.store.StoreAudit.Span;
import io.sluice.stream.store.StoreAudit.Visitor;
import io.sluice.stream.store.StoreAudit.Walk;
import io.sluice.testing.TestPostgres;
import io.sluice.testing.TestSpark;
import java.io.IOException;
import java.sql.Connection;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.TaskContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The jobs of a reconciliation, on a Spark of two places. */
@Timeout(60)
class TasksTest {

    private static final OffsetOutOfRangeException GONE =
            new OffsetOutOfRangeException(Map.of(new TopicPartition("t", 0), 1L));

    private final AtomicBoolean cancelled = new AtomicBoolean();
    private final AtomicInteger calls = new AtomicInteger();
    private final Tasks tasks = new Tasks(TestSpark.session(), new FlowRun(1, "p", null), cancelled::get);

    private static List<AuditRange> ranges(int count) {
        return LongStream.range(0, count)
                .mapToObj(n -> new AuditRange(new Span("t", 0, n, n + 1), 0, false, List.of()))
                .toList();
    }

    private Throwable failure(Callable<AuditTask> task) {
        return catchThrowable(() -> tasks.compare(ranges(1), task, report -> {}));
    }

    @Test
    void rangeIsTriedAgainWhereRetentionOrAnotherStartMayHaveComeBetween() {
        assertThat(failure(() -> {
                    throw calls.incrementAndGet() < 3 ? GONE : new IOException("another reason");
                }))
                .hasMessage("another reason");
        assertThat(calls).hasValue(3);
    }

    @Test
    void rangeIsTriedAgainWhereAnExecutorSaysSoInItsText() {
        String text = "Job aborted: io.sluice.stream.ledger.StaleGenerationException: Pipeline p was started again";
        assertThat(failure(() -> {
                    throw calls.incrementAndGet() < 2 ? new IllegalStateException(text) : new IOException("another");
                }))
                .hasMessage("another");
        assertThat(calls).hasValue(2);
    }

    @Test
    void rangeIsNotTriedForEverAndNothingElseIsTriedAgain() {
        assertThat(failure(() -> {
                    calls.incrementAndGet();
                    throw GONE;
                }))
                .isSameAs(GONE);
        assertThat(calls).hasValue(5);
        assertThat(failure(() -> {
                    calls.incrementAndGet();
                    throw new IOException("no");
                }))
                .hasMessage("no");
        assertThat(calls).hasValue(6);
    }

    @Test
    void halfOfThePlacesAreLeftToMicroBatches() {
        CountDownLatch second = new CountDownLatch(2);
        assertThatThrownBy(() -> tasks.compare(
                        ranges(4),
                        () -> {
                            second.countDown();
                            throw new IOException(
                                    second.await(300, TimeUnit.MILLISECONDS) ? "two at once" : "one at once");
                        },
                        report -> {}))
                .hasMessage("one at once");
    }

    @Test
    void cancelledComparisonEndsThoughATaskHangs() {
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        assertThat(failure(() -> {
                    cancelled.set(true);
                    try {
                        new CountDownLatch(1).await();
                        throw new IOException("woken");
                    } catch (InterruptedException e) {
                        interrupted.complete(true);
                        throw e;
                    }
                }))
                .isInstanceOf(CancellationException.class);
        assertThat(interrupted.orTimeout(10, TimeUnit.SECONDS).join()).isTrue();
    }

    @Test
    void cancelledWalkEndsAndItsJobToo() {
        LedgerAccess ledger = TestPostgres.freshDatabase();
        Endless.HAPPENED.clear();
        CompletableFuture.runAsync(() -> {
            Endless.await("begun");
            cancelled.set(true);
        });
        assertThatThrownBy(() -> tasks.walk(
                        ledger,
                        new Endless(),
                        List.of(RangeReports.of(new Span("t", 0, 0, 1), new StoreType("one"))
                                .report()
                                .rows()),
                        Set.of()))
                .isInstanceOf(CancellationException.class);
        Endless.await("ended");
    }

    /** Ends only if its task is killed. */
    private record Endless() implements Walk {

        private static final long serialVersionUID = 1L;
        /** What has happened; static, since a walk is sent to its task. */
        static final Set<String> HAPPENED = Collections.synchronizedSet(new HashSet<>());

        static void await(String what) {
            Awaitility.await().until(() -> HAPPENED.contains(what));
        }

        @Override
        public void each(Connection ledger, Collection<Span> spans, Visitor visitor) {
            HAPPENED.add("begun");
            try {
                while (true) {
                    TaskContext.get().killTaskIfInterrupted();
                    Thread.onSpinWait();
                }
            } finally {
                HAPPENED.add("ended");
            }
        }
    }
}
