package io.sluice.sink;

import io.sluice.flow.SourceRecord;
import io.sluice.flow.Stage;
import io.sluice.flow.StoreType;
import io.sluice.sink.TaskCommit.Reached;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.catalyst.InternalRow;
import org.jspecify.annotations.Nullable;

/**
 * The one Postgres transaction of a task: rows, dead letters and counters become visible together, after every other
 * store has acknowledged its part.
 */
final class TaskTransaction implements AutoCloseable {

    private final FlowTask task;
    private final Connection connection;
    private final Ledger ledger;
    private final DeadLetters deadLetters;
    private final StoreWriters writers;
    private final Tally total = new Tally();
    private Tally tally = new Tally();
    private @Nullable SourceRecord last;
    private long nextOffset;
    private Set<Long> uncounted = Set.of();
    private final List<Long> decidedAnew = new ArrayList<>();
    private final List<Reached> reached = new ArrayList<>();

    private TaskTransaction(FlowTask task, Connection connection) throws Exception {
        this.task = task;
        this.connection = connection;
        this.ledger = new Ledger(connection, task.pipelineId());
        this.deadLetters = new DeadLetters(connection, task.name());
        ledger.requireGeneration(task.name(), task.generation());
        this.writers = StoreWriters.open(task.stores(), connection, this::refuse);
    }

    /** @throws StaleGenerationException if the pipeline was started again since */
    static TaskTransaction begin(FlowTask task) throws Exception {
        Connection connection = LedgerConnections.borrow(task.ledger());
        try {
            return new TaskTransaction(task, connection);
        } catch (Exception e) {
            LedgerConnections.giveBack(task.ledger(), connection);
            throw e;
        }
    }

    /** Whether the record is still to be carried; locks its partition's progress at the first record. */
    boolean isNew(SourceRecord record) throws Exception {
        SourceRecord before = last;
        if (before == null
                || before.partition() != record.partition()
                || !before.topic().equals(record.topic())) {
            finishPartition();
            begin(record.topic(), record.partition());
        }
        last = record;
        if (record.offset() < nextOffset) {
            return false;
        }
        tally.consumed++;
        if (!uncounted.isEmpty() && uncounted.remove(record.offset())) {
            decidedAnew.add(record.offset());
        }
        return true;
    }

    private void begin(String topic, int partition) throws SQLException {
        Ledger.Progress progress = ledger.lock(task.name(), topic, partition);
        nextOffset = progress.nextOffset();
        uncounted = progress.hasUncounted() ? deadLetters.uncounted(topic, partition, nextOffset) : Set.of();
    }

    void reject(SourceRecord record, Stage stage, String reason) throws SQLException {
        tally.rejected++;
        deadLetters.add(record, stage, reason);
    }

    /** @param rows what the record yields; none means that it was filtered out */
    void deliver(SourceRecord record, List<InternalRow> rows) throws Exception {
        if (rows.isEmpty()) {
            tally.filtered++;
            return;
        }
        tally.delivered(rows.size());
        writers.write(record, rows);
        deadLetters.flushIfMany();
    }

    private void refuse(StoreType store, SourceRecord record, int ordinal, String reason) {
        tally.refused(store, record.offset());
        deadLetters.hold(record, store.stage(), ordinal, reason);
    }

    /** Makes everything durable, this transaction last. */
    TaskCommit commit() throws Exception {
        finishPartition();
        connection.commit();
        return new TaskCommit(total, List.copyOf(reached));
    }

    /** Counts belong to one partition, so its rows are flushed before another one's begin. */
    private void finishPartition() throws Exception {
        SourceRecord end = last;
        if (end == null) {
            return;
        }
        writers.flush();
        deadLetters.flush();
        if (!decidedAnew.isEmpty()) {
            deadLetters.forget(end.topic(), end.partition(), decidedAnew);
            decidedAnew.clear();
        }
        ledger.advance(end.topic(), end.partition(), end.offset() + 1);
        reached.add(new Reached(end.topic(), end.partition(), end.offset() + 1));
        ledger.count(end.topic(), end.partition(), tally.counters(task.stores().keySet()));
        total.add(tally);
        tally = new Tally();
        last = null;
    }

    String position() {
        return last == null ? "the start" : last.position();
    }

    /** Rolls back what is not committed and gives the connection back. */
    @Override
    public void close() {
        writers.close();
        LedgerConnections.giveBack(task.ledger(), connection);
    }
}
