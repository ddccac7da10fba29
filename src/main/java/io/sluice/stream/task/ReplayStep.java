package io.sluice.stream.task;

import io.sluice.stream.flow.Counters;
import io.sluice.stream.flow.Counters.SinkCounters;
import io.sluice.stream.flow.RejectedException;
import io.sluice.stream.flow.ReplayCounts;
import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.flow.Stage;
import io.sluice.stream.flow.StoreType;
import io.sluice.stream.ledger.TaskLedger;
import io.sluice.stream.letters.LetterEdits;
import io.sluice.stream.letters.LetterWriter;
import io.sluice.stream.letters.RefusedRows;
import io.sluice.stream.letters.ReplayLetters;
import io.sluice.stream.letters.ReplayedLetters;
import io.sluice.stream.store.StoreWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Carries some letters of one partition on in one transaction. Its locks are taken in the order in which a task takes
 * them, so that the two never wait for each other.
 */
final class ReplayStep implements AutoCloseable {

    private final Connection connection;
    private final String pipeline;
    private final ReplayLetters.Group group;
    private final Map<StoreType, StoreWriter.Factory> stores;
    private final TaskLedger ledger;
    private final LetterWriter deadLetters;
    private final StoreWriters writers;
    private final TaskTally tally = new TaskTally();
    private final long nextOffset;
    /** The letters, by the offsets of their records. */
    private final Map<Long, ReplayLetters.Letter> letters = new HashMap<>();

    /** The offsets of those records that are rejected again. */
    private final Set<Long> rejected = new HashSet<>();

    /** The offsets of those that go on to the stores. */
    private final List<Long> delivered = new ArrayList<>();

    /** The offsets of those records that go on with what somebody has put in place of their values. */
    private final List<Long> edited = new ArrayList<>();

    /** What a store refuses this time, by the offsets of the records. */
    private final Map<StoreType, Map<Long, Refusal>> refused = new HashMap<>();

    private long lowestDelivered = Long.MAX_VALUE;
    /** The offsets of those that are filtered out. */
    private final Set<Long> filtered = new HashSet<>();

    /** @param reason for the letter: why the store refuses the first of the rows */
    private record Refusal(String reason, BitSet rows) {

        static final Refusal NONE = new Refusal("", new BitSet());
    }

    ReplayStep(FlowTask task, Connection connection, ReplayLetters.Group group) throws Exception {
        this.connection = connection;
        this.pipeline = task.name();
        this.group = group;
        this.stores = group.store() == null
                ? task.stores()
                : Map.of(group.store(), Objects.requireNonNull(task.stores().get(group.store())));
        this.ledger = new TaskLedger(connection, task.pipelineId(), task.name(), task.generation());
        this.deadLetters = new LetterWriter(connection, task.name());
        this.nextOffset = ledger.lock(group.topic(), group.partition()).nextOffset();
        this.writers = StoreWriters.open(stores, connection, task.isDiscreet(), this::refuse);
    }

    private void refuse(StoreType store, SourceRecord record, int ordinal, String reason) {
        tally.countRefused(store, record.offset());
        rejected.add(record.offset());
        refused.computeIfAbsent(store, type -> new HashMap<>())
                .computeIfAbsent(
                        record.offset(), at -> new Refusal(RejectedException.ofRow(ordinal, reason), new BitSet()))
                .rows()
                .set(ordinal);
    }

    private ReplayLetters.Letter letter(long offset) {
        return Objects.requireNonNull(letters.get(offset), "a record that was not carried");
    }

    /** The offset at which to stop: what the flow is to read again is decided then. */
    long end() {
        return group.counted() ? Long.MAX_VALUE : nextOffset;
    }

    void carry(ReplayLetters.Letter letter, FlowSteps steps) throws Exception {
        SourceRecord record = letter.carried();
        letters.put(record.offset(), letter);
        List<InternalRow> rows;
        try {
            rows = steps.apply(record);
        } catch (RejectedException e) {
            keep(letter, steps.stage(), e.reason());
            return;
        }
        if (!rows.isEmpty()) {
            tally.countDelivered(record.offset(), rows.size());
            delivered.add(record.offset());
            noteEdit(letter);
            lowestDelivered = Math.min(lowestDelivered, record.offset());
            writers.write(record, rows);
            deadLetters.flushIfMany();
        } else if (group.store() == null) {
            tally.countFiltered();
            noteEdit(letter);
            filtered.add(record.offset());
        } else {
            keep(letter, group.store().stage(), "The transform filters this record out now");
        }
    }

    private void noteEdit(ReplayLetters.Letter letter) {
        if (letter.edit() != null) {
            edited.add(letter.record().offset());
        }
    }

    /** What a store refused counts as that store's until it is stored: the other store may have it already. */
    private void keep(ReplayLetters.Letter letter, Stage stage, String reason) throws SQLException {
        tally.countRejected();
        rejected.add(letter.record().offset());
        if (group.store() == null) {
            deadLetters.add(letter.record(), stage, reason);
        } else {
            deadLetters.keep(letter, group.store().stage(), reason, letter.refused());
        }
    }

    /**
     * Makes it durable, and says what became of the letters.
     *
     * @param replay under which that is noted
     */
    ReplayCounts commit(UUID replay) throws Exception {
        writers.flush();
        refused.forEach((store, refusals) -> refusals.forEach((offset, refusal) -> deadLetters.keep(
                letter(offset),
                store.stage(),
                refusal.reason(),
                before(offset).carriedAgain(tally.rowsOf(offset), refusal.rows()))));
        deadLetters.flush();
        if (!edited.isEmpty()) {
            LetterEdits.carried(connection, pipeline, group.topic(), group.partition(), edited);
        }
        ledger.apply(List.of(new TaskLedger.Change(group.topic(), group.partition(), 0, change())));
        if (lowestDelivered < Long.MAX_VALUE
                && stores.values().stream().anyMatch(StoreWriter.Alone.class::isInstance)) {
            ledger.noteReplay(group.topic(), group.partition(), lowestDelivered);
        }
        Set<Long> stored = new TreeSet<>(letters.keySet());
        stored.removeAll(filtered);
        stored.removeAll(rejected);
        ReplayedLetters.note(
                connection,
                pipeline,
                replay,
                group.topic(),
                group.partition(),
                group.store(),
                new ReplayedLetters.Step(stored, filtered, rejected));
        connection.commit();
        return new ReplayCounts(letters(letters.keySet()), letters(stored), letters(filtered), letters(rejected));
    }

    private long letters(Set<Long> offsets) {
        return letters.entrySet().stream()
                .filter(letter -> offsets.contains(letter.getKey()))
                .mapToLong(letter -> letter.getValue().rows())
                .sum();
    }

    private Counters change() {
        Counters now = tally.counters(stores.keySet());
        if (!group.counted()) {
            return new Counters(letters.size(), now.filtered(), now.rejected(), now.sinks());
        }
        if (group.store() == null) {
            return new Counters(0, now.filtered(), now.rejected() - letters.size(), now.sinks());
        }
        SinkCounters sink = now.sinks().getOrDefault(group.store(), new SinkCounters(0, 0, 0));
        SinkCounters change = new SinkCounters(
                sink.stored(), sink.rejected() + now.rejected() - letters.size(), newRows(group.store()));
        return new Counters(0, 0, 0, Map.of(group.store(), change));
    }

    /** What the counters say that a store has of the record: something only if it has refused other rows of it. */
    private RefusedRows before(long offset) {
        return group.counted() ? letter(offset).refused() : RefusedRows.none();
    }

    /** How many rows the store has more than before. */
    private int newRows(StoreType store) {
        Map<Long, Refusal> refusals = refused.getOrDefault(store, Map.of());
        return delivered.stream()
                .mapToInt(offset -> before(offset)
                                .carriedAgain(
                                        tally.rowsOf(offset),
                                        refusals.getOrDefault(offset, Refusal.NONE)
                                                .rows())
                                .stored()
                        - before(offset).stored())
                .sum();
    }

    @Override
    public void close() {
        writers.close();
    }
}
