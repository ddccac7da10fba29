package io.sluice.stream.audit;

import io.sluice.stream.audit.Finding.Kind;
import io.sluice.stream.flow.RejectedException;
import io.sluice.stream.flow.SinkSpec.WriteMode;
import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.flow.StoreType;
import io.sluice.stream.letters.LettersAt;
import io.sluice.stream.store.StoreAudit;
import io.sluice.stream.store.StoreAudit.Differences;
import io.sluice.stream.store.StoreAudit.RowAt;
import io.sluice.stream.store.StoreAudit.Span;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.catalyst.InternalRow;
import org.jspecify.annotations.Nullable;

/** Judges how one store differs from what it should hold: what the dead letters account for is in order. One thread. */
final class StoreJudge implements AutoCloseable {

    private final StoreType store;
    private final boolean inLedger;
    private final StoreAudit audit;
    /** In upsert mode the rows that were found in their places; null in append mode. */
    private final @Nullable ExpectedRows held;

    private final AuditRange range;
    private final LettersAt letters;
    private final Findings findings = new Findings();

    /** What the store cannot hold of the chunk, by offset. */
    private final Map<Long, Refusal> refused = new HashMap<>();

    private final List<RowAt> toRepair = new ArrayList<>();
    private final Map<RowAt, List<String>> missing = new LinkedHashMap<>();
    private final Set<Long> unexpected = new HashSet<>();

    /**
     * Rows of a record that the store cannot hold.
     *
     * @param record null where only the server says so, which is later
     * @param yielded how many rows the record yields; 0 without the record
     * @param rows which of them
     * @param reason of the first
     */
    record Refusal(@Nullable SourceRecord record, int yielded, BitSet rows, String reason) {

        private static Refusal of(@Nullable SourceRecord record, int yielded, int ordinal, String reason) {
            BitSet rows = new BitSet();
            rows.set(ordinal);
            return new Refusal(record, yielded, rows, reason);
        }

        private Refusal with(Refusal other) {
            rows.or(other.rows);
            return record == null ? new Refusal(other.record, other.yielded, rows, reason) : this;
        }
    }

    private StoreJudge(
            StoreType store,
            StoreAudit.Factory factory,
            StoreAudit audit,
            AuditRange range,
            Span read,
            LettersAt letters) {
        this.store = store;
        this.inLedger = factory.isInLedger();
        this.audit = audit;
        this.held = factory.mode() == WriteMode.UPSERT ? new ExpectedRows(read, range.compacted()) : null;
        this.range = range;
        this.letters = letters;
    }

    /** @param read the part of the range that Kafka still has */
    static StoreJudge open(
            StoreType store,
            StoreAudit.Factory factory,
            Connection ledger,
            AuditRange range,
            Span read,
            LettersAt letters)
            throws Exception {
        return new StoreJudge(store, factory, factory.open(ledger), range, read, letters);
    }

    StoreType store() {
        return store;
    }

    Findings findings() {
        return findings;
    }

    /** The rows that were found in their places, once all are compared; null where every row has a place of its own. */
    @Nullable
    ExpectedRows held() {
        return held == null ? null : held.finished();
    }

    void read(long offset) {
        if (held != null) {
            held.addRecord(offset);
        }
    }

    /**
     * Rows of a key stand for each other: those of a record that has a letter need not be there, and must not hide that an
     * older one is missing.
     */
    void expect(SourceRecord record, List<InternalRow> rows) throws Exception {
        if (held != null && (letters.rejected(record.offset()) || letters.refused(record.offset(), store))) {
            held.excuse(record.offset());
            return;
        }
        for (int ordinal = 0; ordinal < rows.size(); ordinal++) {
            try {
                audit.expect(record, ordinal, rows.get(ordinal));
            } catch (RejectedException e) {
                refused.merge(record.offset(), Refusal.of(record, rows.size(), ordinal, e.reason()), Refusal::with);
            }
        }
    }

    /** How many rows of the record the store is known not to hold, before it is asked. */
    int refusedRows(long offset) {
        Refusal refusal = refused.get(offset);
        return refusal == null ? 0 : refusal.rows().cardinality();
    }

    /** @param rows which rows are expected up to the end of the chunk */
    void compare(Span span, ExpectedRows rows) throws Exception {
        audit.compare(span, new Differences() {
            @Override
            public void missing(RowAt row, List<String> key) {
                missing.put(row, key);
            }

            @Override
            public void different(RowAt row, List<String> key, String field) {
                if (!letters.rejected(row.offset())) {
                    toRepair.add(row);
                    add(row, key, Kind.DIFFERENT, field);
                }
            }

            @Override
            public void unexpected(RowAt row) {
                if (!rows.isExcused(row.offset())) {
                    unexpected.add(row.offset());
                    add(row, List.of(), Kind.UNEXPECTED, null);
                }
            }

            @Override
            public void held(RowAt row) {
                hold(row);
            }

            @Override
            public void refused(RowAt row, String reason) {
                refused.merge(row.offset(), Refusal.of(null, 0, row.ordinal(), reason), Refusal::with);
            }
        });
        judgeMissing();
    }

    private void hold(RowAt row) {
        if (held != null) {
            held.addRow(row);
        }
    }

    private void judgeMissing() {
        Map<Long, Integer> excused = new HashMap<>();
        for (Map.Entry<RowAt, List<String>> each : missing.entrySet()) {
            RowAt row = each.getKey();
            long offset = row.offset();
            int before = excused.merge(offset, 1, Integer::sum);
            if (letters.rejected(offset) || before <= letters.refusedRows(offset, store) - refusedRows(offset)) {
                continue;
            }
            if (range.mayBeForgotten(offset, store.stage())) {
                add(row, each.getValue(), Kind.FORGOTTEN, null);
            } else {
                toRepair.add(row);
                add(row, each.getValue(), Kind.MISSING, null);
            }
        }
    }

    private void add(RowAt row, List<String> key, Kind kind, @Nullable String field) {
        Span span = range.span();
        findings.add(
                new Finding(span.topic(), span.partition(), row.offset(), row.ordinal(), RowKey.of(key), kind, field));
    }

    boolean hasUnexpected(long offset) {
        return unexpected.contains(offset);
    }

    /** What the store cannot hold, and what no letter says so. */
    Map<Long, Refusal> refusedWithoutLetter() {
        Map<Long, Refusal> without = new HashMap<>();
        refused.forEach((offset, refusal) -> {
            if (!letters.rejected(offset) && !letters.refused(offset, store)) {
                without.put(offset, refusal);
            }
        });
        return without;
    }

    /**
     * Writes what is missing or different.
     *
     * @return the lowest offset that was written into a store which may go back without the ledger; the largest there is
     *     if none was
     */
    long repair() throws Exception {
        if (toRepair.isEmpty()) {
            return Long.MAX_VALUE;
        }
        findings.addRepaired(toRepair.size(), audit.repair(toRepair));
        toRepair.forEach(this::hold);
        return inLedger
                ? Long.MAX_VALUE
                : toRepair.stream().mapToLong(RowAt::offset).min().getAsLong();
    }

    /** Ends the chunk. */
    void forget() throws Exception {
        audit.forget();
        refused.clear();
        toRepair.clear();
        missing.clear();
        unexpected.clear();
    }

    @Override
    public void close() {
        audit.close();
    }
}
