package io.sluice.stream.audit;

import io.sluice.stream.store.StoreAudit.RowAt;
import io.sluice.stream.store.StoreAudit.Span;
import java.io.Serializable;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which rows a store should have at the offsets of a span: a bit for each, and next to nothing where all are alike. */
public final class ExpectedRows implements Serializable {

    private static final long serialVersionUID = 1L;

    private final Span span;
    /** The offsets with a record; null if all have one. */
    private @Nullable BitSet read = new BitSet();
    /** The offsets whose record has one row, or its first; null if all have. */
    private @Nullable BitSet single = new BitSet();
    /** The number of rows of those records that have more. */
    private final Map<Long, Integer> several = new HashMap<>();

    /** Further rows, each by itself: of records of which a store need not have every row. */
    private final Set<RowAt> further = new HashSet<>();

    private final boolean compacted;
    /** The offsets of records that have a letter, and may be under way to a store. */
    private final BitSet excused = new BitSet();
    /** The first rows that a walk has met. */
    private final BitSet met = new BitSet();

    /** @param compacted whether rows may be there whose records are gone */
    ExpectedRows(Span span, boolean compacted) {
        this.span = span;
        this.compacted = compacted;
    }

    void addRecord(long offset) {
        set(read, offset);
    }

    void addRows(long offset, int rows) {
        if (rows == 1) {
            set(single, offset);
        } else if (rows > 1) {
            several.put(offset, rows);
        }
    }

    void addRow(RowAt row) {
        if (row.ordinal() == 0) {
            set(single, row.offset());
        } else {
            further.add(row);
        }
    }

    /** Whatever a store has of this record is in order. */
    void excuse(long offset) {
        set(excused, offset);
    }

    private void set(@Nullable BitSet bits, long offset) {
        if (bits != null) {
            bits.set((int) (offset - span.from()));
        }
    }

    /** Must be called once all are added. */
    ExpectedRows finished() {
        read = unlessFull(read);
        single = unlessFull(single);
        return this;
    }

    private @Nullable BitSet unlessFull(@Nullable BitSet bits) {
        return bits != null && bits.cardinality() == span.until() - span.from() ? null : bits;
    }

    public Span span() {
        return span;
    }

    /** Whether a store should not have this row. */
    boolean isUnexpected(RowAt row) {
        boolean expected = row.ordinal() == 0 && has(single, row.offset())
                || row.ordinal() < several.getOrDefault(row.offset(), 0)
                || further.contains(row);
        return span.contains(row.offset()) && !expected && !isExcused(row.offset());
    }

    /** The same of a row that a walk meets: in upsert mode a second one may say of itself that it is of the same place. */
    boolean meetsUnexpected(RowAt row) {
        if (isUnexpected(row)) {
            return true;
        }
        boolean first = row.ordinal() > 0 || !span.contains(row.offset()) || !has(met, row.offset());
        if (row.ordinal() == 0 && span.contains(row.offset())) {
            set(met, row.offset());
        }
        return !first && !isExcused(row.offset());
    }

    /** Whether a row at this offset may be of a record that is gone, or is being replayed. */
    boolean isExcused(long offset) {
        return compacted && !has(read, offset) || has(excused, offset);
    }

    private boolean has(@Nullable BitSet bits, long offset) {
        return bits == null || bits.get((int) (offset - span.from()));
    }
}
