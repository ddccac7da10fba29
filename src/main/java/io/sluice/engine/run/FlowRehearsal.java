package io.sluice.engine.run;

import io.sluice.engine.Rehearsal;
import io.sluice.engine.Rehearsed;
import io.sluice.engine.Rehearsed.Rejection;
import io.sluice.jvm.MemoryExhaustion;
import io.sluice.stream.flow.Mask;
import io.sluice.stream.flow.RecordTransform;
import io.sluice.stream.flow.RejectedException;
import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.flow.Stage;
import io.sluice.stream.format.RecordDecoder;
import io.sluice.stream.store.RowCheck;
import io.sluice.stream.text.Excerpt;
import io.sluice.stream.transform.Transforms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Decodes and transforms record after record on a thread whose stack is as deep as that of a task. */
final class FlowRehearsal implements Rehearsal {

    private final FlowCompiler.Ready ready;
    private final Mask rowMask;
    private final Map<Stage, RowCheck> checks;
    private final Callable<List<Transforms.Condition>> conditions;
    private final ThreadPoolExecutor thread;
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
    private boolean stuck;
    private @Nullable Steps steps;

    /**
     * @param rowMask of the rows that it yields
     * @param checks what each store refuses by itself
     * @param conditions of the transform; asked for when they are needed
     */
    FlowRehearsal(
            FlowCompiler.Ready ready,
            Mask rowMask,
            Map<Stage, RowCheck> checks,
            Callable<List<Transforms.Condition>> conditions) {
        this.ready = ready;
        this.rowMask = rowMask;
        this.checks = checks;
        this.conditions = conditions;
        this.thread = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
            Thread started = new Thread(
                    () -> {
                        try {
                            work.run();
                        } finally {
                            ended.complete(null);
                        }
                    },
                    "rehearsal");
            started.setDaemon(true);
            return started;
        });
        thread.prestartCoreThread();
    }

    @Override
    public StructType output() {
        return ready.output();
    }

    @Override
    public Mask rowMask() {
        return rowMask;
    }

    @Override
    public Rehearsed of(SourceRecord record, Duration patience) throws InterruptedException {
        return within(record, patience, () -> steps().of(record));
    }

    @Override
    public List<FilteredBy> filteredBy(SourceRecord record, Duration patience) throws InterruptedException {
        return within(record, patience, () -> steps().filteredBy(record, conditions.call()));
    }

    private <T> T within(SourceRecord record, Duration patience, Callable<T> question) throws InterruptedException {
        if (stuck) {
            throw new UnfinishedException("An expression is still at work on a record before");
        }
        stuck = true;
        Future<T> work = thread.submit(question);
        try {
            T answer = work.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            stuck = false;
            return answer;
        } catch (TimeoutException e) {
            work.cancel(true);
            throw new UnfinishedException("The record " + record.position() + " was not decoded and transformed within "
                    + patience.toMillis() + " ms; what takes so long is in the transform or this machine is busy");
        } catch (ExecutionException e) {
            MemoryExhaustion.endIf(e.getCause());
            throw new IllegalStateException("Trying the record " + record.position() + " failed", e.getCause());
        }
    }

    /** Expressions are compiled by the thread that evaluates them. */
    private Steps steps() {
        Steps open = steps;
        if (open == null) {
            open = new Steps(
                    ready.decoder().open(),
                    new JsonRows(ready.source()),
                    ready.transform().open(),
                    new JsonRows(ready.output()),
                    checks);
            steps = open;
        }
        return open;
    }

    @Override
    public CompletableFuture<@Nullable Void> ended() {
        return ended;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private record Steps(
            RecordDecoder decoder,
            JsonRows columns,
            RecordTransform transform,
            JsonRows output,
            Map<Stage, RowCheck> checks) {

        Rehearsed of(SourceRecord record) {
            InternalRow row;
            try {
                row = decoder.decode(record.value());
            } catch (RejectedException e) {
                InternalRow part = decoder.partial();
                return rejected(part == null ? null : columns.of(part), Stage.DECODE, e);
            }
            Map<String, @Nullable Object> decoded = columns.of(row);
            List<InternalRow> rows;
            try {
                rows = transform.apply(record, row);
            } catch (RejectedException e) {
                return rejected(decoded, Stage.TRANSFORM, e);
            }
            return new Rehearsed(decoded, output.of(rows), rows.size(), refusals(record, rows));
        }

        /** The first of each store. */
        private List<Rejection> refusals(SourceRecord record, List<InternalRow> rows) {
            List<Rejection> refusals = new ArrayList<>();
            checks.forEach((stage, check) -> {
                for (int ordinal = 0; ordinal < rows.size(); ordinal++) {
                    try {
                        check.check(record, ordinal, rows.get(ordinal));
                    } catch (RejectedException e) {
                        String reason = Excerpt.ofReason(RejectedException.ofRow(ordinal, e.reason()));
                        refusals.add(new Rejection(stage, reason, e.field()));
                        return;
                    }
                }
            });
            return refusals;
        }

        List<FilteredBy> filteredBy(SourceRecord record, List<Transforms.Condition> conditions)
                throws RejectedException {
            List<FilteredBy> found = new ArrayList<>();
            for (Transforms.Condition condition : conditions) {
                try {
                    List<InternalRow> rows = condition.value().open().apply(record, decoder.decode(record.value()));
                    String value = condition.isGenerator() ? (rows.isEmpty() ? "no row" : "") : failing(rows);
                    // What comes behind one that lets nothing through gets no row either, and is not at fault.
                    if (!value.isEmpty() && (!condition.isGenerator() || found.isEmpty())) {
                        found.add(new FilteredBy(condition.text(), value));
                    }
                } catch (RejectedException e) {
                    found.add(new FilteredBy(condition.text(), Excerpt.ofReason(e.reason())));
                }
            }
            return found;
        }

        /** Returns an empty text if the condition holds for some row, or if there is none. */
        private static String failing(List<InternalRow> rows) {
            if (rows.isEmpty() || rows.stream().anyMatch(row -> !row.isNullAt(0) && row.getBoolean(0))) {
                return "";
            }
            return rows.stream().allMatch(row -> row.isNullAt(0)) ? "NULL" : "false";
        }

        private static Rehearsed rejected(
                @Nullable Map<String, @Nullable Object> decoded, Stage stage, RejectedException e) {
            Rejection rejection = new Rejection(stage, Excerpt.ofReason(e.reason()), e.field());
            return new Rehearsed(decoded, new ArrayList<>(), 0, List.of(rejection));
        }
    }
}
