package io.sluice.stream.audit;

import io.sluice.stream.audit.Finding.Kind;
import io.sluice.stream.flow.RecordTransform;
import io.sluice.stream.flow.RejectedException;
import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.flow.Stage;
import io.sluice.stream.flow.StoreType;
import io.sluice.stream.format.RecordDecoder;
import io.sluice.stream.jdbc.KeptConnections;
import io.sluice.stream.ledger.TaskLedger;
import io.sluice.stream.letters.LetterWriter;
import io.sluice.stream.letters.LettersAt;
import io.sluice.stream.spark.RangeReader;
import io.sluice.stream.store.StoreAudit.Span;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.catalyst.InternalRow;
import org.jspecify.annotations.Nullable;

/**
 * Reads one range of a topic again, decodes and transforms it as the flow does, and compares it chunk by chunk with every
 * store and with the dead letters.
 *
 * <p>The letters are read before any row. What the flow does meanwhile can then not be mistaken for damage: below the
 * position of the ledger at which the range ends, rows only come into being where a letter was, by a replay. One thread.
 */
final class RangeAudit implements AutoCloseable {

    private static final int CHUNK_ROWS = 10_000;
    private static final int CHUNK_BYTES = 4 << 20;
    private static final int MOST_GAPS = 100;

    private final AuditTask task;
    private final AuditRange range;
    private final Connection connection;
    private final RecordDecoder decoder;
    private final RecordTransform transform;
    private final LettersAt letters;
    private final List<StoreJudge> judges = new ArrayList<>();
    private final RangeTally tally;
    private final Findings lettersFound = new Findings();
    private final ExpectedRows rows;
    private final List<Span> gaps = new ArrayList<>();

    /** The records of the chunk that the flow rejects. */
    private final Map<Long, Rejected> rejected = new LinkedHashMap<>();

    private long chunkFrom;
    private long next;
    private int chunkRows;
    private long chunkBytes;

    /**
     * A record without its letter.
     *
     * @param yielded how many rows it has; 0 if it did not come to the stores
     * @param refused which of them the store refuses
     */
    private record Rejected(SourceRecord record, Stage stage, String reason, int yielded, BitSet refused) {}

    private RangeAudit(AuditTask task, AuditRange range, Connection connection, long begin) throws Exception {
        Span span = range.span();
        this.task = task;
        this.range = range;
        this.connection = connection;
        this.decoder = task.decoder().open();
        this.transform = task.transform().open();
        this.letters =
                LettersAt.read(connection, task.name(), span.topic(), span.partition(), span.from(), span.until());
        connection.commit();
        this.tally = new RangeTally(letters);
        this.rows = new ExpectedRows(new Span(span.topic(), span.partition(), begin, span.until()), range.compacted());
        this.chunkFrom = begin;
        this.next = begin;
        for (var store : task.stores().entrySet()) {
            judges.add(StoreJudge.open(store.getKey(), store.getValue(), connection, range, rows.span(), letters));
        }
    }

    static RangeReport run(AuditTask task, AuditRange range) throws Exception {
        Span span = range.span();
        Connection connection = KeptConnections.borrow(task.ledger());
        try (RangeReader reader =
                        RangeReader.open(task.consumer(), span.topic(), span.partition(), span.from(), span.until());
                RangeAudit audit = new RangeAudit(task, range, connection, reader.begin())) {
            return audit.run(reader);
        } finally {
            KeptConnections.giveBack(task.ledger(), connection);
        }
    }

    private RangeReport run(RangeReader reader) throws Exception {
        for (SourceRecord record = reader.next(); record != null; record = reader.next()) {
            noteGap(record.offset());
            next = record.offset() + 1;
            take(letters.asCarried(record));
            if (chunkRows >= CHUNK_ROWS || chunkBytes >= CHUNK_BYTES) {
                endChunk(next);
            }
        }
        noteGap(range.span().until());
        endChunk(range.span().until());
        Map<StoreType, Findings> stores = new HashMap<>();
        Map<StoreType, ExpectedRows> held = new HashMap<>();
        for (StoreJudge judge : judges) {
            stores.put(judge.store(), judge.findings());
            ExpectedRows its = judge.held();
            if (its != null) {
                held.put(judge.store(), its);
            }
        }
        return new RangeReport(
                range, tally.counters(task.stores().keySet()), stores, lettersFound, gaps, rows.finished(), held);
    }

    private void noteGap(long offset) {
        if (offset > next && gaps.size() < MOST_GAPS) {
            gaps.add(new Span(range.span().topic(), range.span().partition(), next, offset));
        }
    }

    private void take(SourceRecord record) throws Exception {
        rows.addRecord(record.offset());
        judges.forEach(judge -> judge.read(record.offset()));
        if (letters.rejected(record.offset())) {
            rows.excuse(record.offset());
        }
        chunkBytes += record.value() == null ? 0 : record.value().length;
        Stage stage = Stage.DECODE;
        List<InternalRow> yielded;
        try {
            InternalRow decoded = decoder.decode(record.value());
            stage = Stage.TRANSFORM;
            yielded = transform.apply(record, decoded);
        } catch (RejectedException e) {
            rejected.put(record.offset(), new Rejected(record, stage, e.reason(), 0, new BitSet()));
            chunkRows++;
            count(record, null);
            return;
        }
        rows.addRows(record.offset(), yielded.size());
        chunkRows += yielded.size();
        for (StoreJudge judge : judges) {
            judge.expect(record, yielded);
        }
        count(record, yielded.size());
    }

    /** @param yielded how many rows; null of a record that is rejected */
    private void count(SourceRecord record, @Nullable Integer yielded) {
        if (record.offset() >= range.counted()) {
            tally.count(record.offset(), yielded, judges);
        }
    }

    /** @param until the first offset that does not belong to the chunk */
    private void endChunk(long until) throws Exception {
        endIfKilled();
        Span span = new Span(range.span().topic(), range.span().partition(), chunkFrom, until);
        @Nullable
        TaskLedger ledger =
                task.repair() ? new TaskLedger(connection, task.pipelineId(), task.name(), task.generation()) : null;
        for (StoreJudge judge : judges) {
            judge.compare(span, rows);
        }
        List<Rejected> missed = missedLetters();
        if (ledger != null) {
            repair(ledger, missed);
        }
        connection.commit();
        for (StoreJudge judge : judges) {
            judge.forget();
        }
        rejected.clear();
        chunkFrom = until;
        chunkRows = 0;
        chunkBytes = 0;
    }

    /** The missing letters of rejected records that have no row either, which another definition may have made. */
    private List<Rejected> missedLetters() {
        List<Rejected> missed = new ArrayList<>();
        for (Rejected each : rejected.values()) {
            long offset = each.record().offset();
            if (!letters.rejected(offset) && judges.stream().noneMatch(judge -> judge.hasUnexpected(offset))) {
                if (missLetter(offset, each.stage())) {
                    missed.add(each);
                }
            }
        }
        for (StoreJudge judge : judges) {
            judge.refusedWithoutLetter().forEach((offset, refusal) -> {
                if (missLetter(offset, judge.store().stage()) && refusal.record() != null) {
                    missed.add(new Rejected(
                            refusal.record(),
                            judge.store().stage(),
                            refusal.reason(),
                            refusal.yielded(),
                            refusal.rows()));
                }
            });
        }
        return missed;
    }

    /** @return whether it is certainly missing */
    private boolean missLetter(long offset, Stage stage) {
        boolean perhaps = range.mayBeForgotten(offset, stage);
        lettersFound.add(new Finding(
                range.span().topic(),
                range.span().partition(),
                offset,
                null,
                null,
                perhaps ? Kind.FORGOTTEN : Kind.MISSING,
                stage.label()));
        return !perhaps;
    }

    private void repair(TaskLedger ledger, List<Rejected> missed) throws Exception {
        long lowest = Long.MAX_VALUE;
        for (StoreJudge judge : judges) {
            lowest = Math.min(lowest, judge.repair());
        }
        if (lowest < Long.MAX_VALUE) {
            ledger.noteReplay(range.span().topic(), range.span().partition(), lowest);
        }
        LetterWriter writer = new LetterWriter(connection, task.name());
        for (Rejected each : missed) {
            if (each.yielded() == 0) {
                writer.add(each.record(), each.stage(), each.reason());
            }
            each.refused().stream()
                    .forEach(ordinal ->
                            writer.hold(each.record(), each.stage(), ordinal, each.yielded(), each.reason()));
        }
        writer.flush();
        lettersFound.addRepaired(missed.size(), missed.size());
    }

    private static void endIfKilled() {
        TaskContext running = TaskContext.get();
        if (running != null) {
            running.killTaskIfInterrupted();
        }
    }

    @Override
    public void close() {
        judges.forEach(StoreJudge::close);
    }
}
