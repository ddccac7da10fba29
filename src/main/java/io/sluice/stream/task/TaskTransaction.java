package io.sluice.stream.task;

import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.flow.Stage;
import io.sluice.stream.flow.StoreType;
import io.sluice.stream.jdbc.KeptConnections;
import io.sluice.stream.ledger.Acknowledged;
import io.sluice.stream.ledger.LedgerBehindException;
import io.sluice.stream.ledger.StaleGenerationException;
import io.sluice.stream.ledger.TaskLedger;
import io.sluice.stream.letters.LetterWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.spark.sql.catalyst.InternalRow;
import org.jspecify.annotations.Nullable;

/**
 * The one transaction of a task in the ledger: rows, dead letters and counters become visible together, after every other
 * store has acknowledged its part. The records of several partitions may share it.
 */
final class TaskTransaction implements AutoCloseable {

    /** With this many rows, another partition's records are better off in a transaction of their own. */
    private static final int LARGE_ROWS = 5_000;

    private static final int LARGE_BYTES = 1 << 20;

    private final FlowTask task;
    private final Acknowledged acknowledged;
    private final Connection connection;
    private final TaskLedger ledger;
    private final LetterWriter deadLetters;
    private final StoreWriters writers;
    private final Map<String, Map<Integer, PartitionWork>> works = new HashMap<>();
    private @Nullable PartitionWork current;
    private long rows;
    private long bytes;

    private TaskTransaction(FlowTask task, Acknowledged acknowledged, Connection connection) throws Exception {
        this.task = task;
        this.acknowledged = acknowledged;
        this.connection = connection;
        this.ledger = new TaskLedger(connection, task.pipelineId(), task.name(), task.generation());
        this.deadLetters = new LetterWriter(connection, task.name());
        this.writers = StoreWriters.open(task.stores(), connection, task.isDiscreet(), this::refuse);
    }

    /**
     * @param acknowledged what the ledger has said before
     * @throws StaleGenerationException if the pipeline was started again since
     */
    static TaskTransaction begin(FlowTask task, Acknowledged acknowledged) throws Exception {
        Connection connection = KeptConnections.borrow(task.ledger());
        try {
            return new TaskTransaction(task, acknowledged, connection);
        } catch (Exception e) {
            KeptConnections.giveBack(task.ledger(), connection);
            throw e;
        }
    }

    /**
     * Whether the record had better begin another transaction. A partition is locked by its first record: while this one
     * has written next to nothing, no task waits for it that has the next partition locked.
     */
    boolean isFullFor(SourceRecord record) {
        PartitionWork work = current;
        return work != null && !work.isOf(record) && (rows > LARGE_ROWS || bytes > LARGE_BYTES);
    }

    /**
     * What is to be done with the record; locks its partition's progress at the first record.
     *
     * @throws LedgerBehindException if the ledger has lost what comes before it
     */
    PartitionWork.Due due(SourceRecord record) throws SQLException {
        PartitionWork work = current;
        if (work == null || !work.isOf(record)) {
            work = work(record.topic(), record.partition());
            current = work;
        }
        bytes += record.value() == null ? 0 : record.value().length;
        return work.take(record.offset());
    }

    private PartitionWork work(String topic, int partition) throws SQLException {
        Map<Integer, PartitionWork> ofTopic = works.computeIfAbsent(topic, name -> new HashMap<>());
        PartitionWork work = ofTopic.get(partition);
        if (work == null) {
            TaskLedger.Progress progress = ledger.lock(topic, partition);
            acknowledged.require(task.name(), topic, partition, progress.nextOffset());
            work = new PartitionWork(
                    topic,
                    partition,
                    progress.nextOffset(),
                    task.redelivery().of(topic, partition),
                    progress.hasUncounted()
                            ? deadLetters.uncounted(topic, partition, progress.nextOffset())
                            : Set.of());
            ofTopic.put(partition, work);
        }
        return work;
    }

    private PartitionWork work(SourceRecord record) {
        PartitionWork work = current;
        if (work == null || !work.isOf(record)) {
            work = works.getOrDefault(record.topic(), Map.of()).get(record.partition());
        }
        return Objects.requireNonNull(work, "a record that was not asked for");
    }

    private TaskTally tally(SourceRecord record) {
        return work(record).tally();
    }

    void reject(SourceRecord record, Stage stage, String reason) throws SQLException {
        tally(record).countRejected();
        deadLetters.add(record, stage, reason);
    }

    /** @param yielded what the record yields; none means that it was filtered out */
    void deliver(SourceRecord record, List<InternalRow> yielded) throws Exception {
        if (yielded.isEmpty()) {
            tally(record).countFiltered();
            return;
        }
        rows += yielded.size();
        tally(record).countDelivered(record.offset(), yielded.size());
        writers.write(record, yielded);
        deadLetters.flushIfMany();
    }

    /** @param yielded what a record yields that the ledger counts already */
    void deliverAgain(SourceRecord record, List<InternalRow> yielded) throws Exception {
        rows += yielded.size();
        writers.write(task.redelivery().store(), record, yielded);
    }

    private void refuse(StoreType store, SourceRecord record, int ordinal, String reason) {
        PartitionWork work = work(record);
        if (work.isCounted(record.offset())) {
            // The store has refused it the first time, too: that is counted, and has its letter.
            return;
        }
        work.tally().countRefused(store, record.offset());
        deadLetters.hold(record, store.stage(), ordinal, work.tally().rowsOf(record.offset()), reason);
    }

    /** Makes everything durable in every store, and in this transaction last. */
    TaskCommit commit() throws Exception {
        writers.flush();
        deadLetters.flush();
        List<PartitionWork> done = works.values().stream()
                .flatMap(ofTopic -> ofTopic.values().stream())
                .toList();
        for (PartitionWork work : done) {
            work.forgetDecided(deadLetters);
        }
        List<TaskLedger.Change> changes =
                done.stream().map(work -> work.change(task.stores().keySet())).toList();
        ledger.apply(changes);
        connection.commit();
        return TaskCommit.of(changes);
    }

    String position() {
        return current == null ? "the start" : current.position();
    }

    /** Rolls back what is not committed and gives the connection back. */
    @Override
    public void close() {
        writers.close();
        KeptConnections.giveBack(task.ledger(), connection);
    }
}
