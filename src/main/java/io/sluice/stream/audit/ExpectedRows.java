package io.sluice.stream.audit;

import io.sluice.stream.store.StoreAudit.RowAt;
import io.sluice.stream.store.StoreAudit.Span;
import java.io.Serializable;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which rows a store should have at the offsets of a span: a bit for each, and next to nothing where all are alike; a byte
 * for each where records have several rows.
 */
public final class ExpectedRows implements Serializable {

    private static final long serialVersionUID = 2L;

    private static final int MANY = 255;

    private final Span span;
    /** The offsets with a record; null if all have one. */
    private @Nullable BitSet read = new BitSet();
    /** The offsets whose record has one row, or its first; null if all have. */
    private @Nullable BitSet single = new BitSet();
    /** By offset, the number of rows of those records that have more; null if none has. */
    private byte @Nullable [] several;
    /** The number of rows where it is no smaller than {@link #MANY}, which stands in its place. */
    private final Map<Long, Integer> many = new HashMap<>();

    /** Further rows, each by itself: of records of which a store need not have every row. Sorted once all are added. */
    private long[] further = {};

    private int furtherRows;

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
            if (several == null) {
                several = new byte[index(span.until())];
            }
            several[index(offset)] = (byte) Math.min(rows, MANY);
            if (rows >= MANY) {
                many.put(offset, rows);
            }
        }
    }

    void addRow(RowAt row) {
        if (row.ordinal() == 0) {
            set(single, row.offset());
        } else {
            if (furtherRows == further.length) {
                further = Arrays.copyOf(further, Math.max(16, 2 * furtherRows));
            }
            further[furtherRows++] = number(row);
        }
    }

    /** Whatever a store has of this record is in order. */
    void excuse(long offset) {
        set(excused, offset);
    }

    private void set(@Nullable BitSet bits, long offset) {
        if (bits != null) {
            bits.set(index(offset));
        }
    }

    private int index(long offset) {
        return (int) (offset - span.from());
    }

    private long number(RowAt row) {
        return (long) index(row.offset()) << Integer.SIZE | row.ordinal();
    }

    /** Must be called once all are added. */
    ExpectedRows finished() {
        read = unlessFull(read);
        single = unlessFull(single);
        further = Arrays.copyOf(further, furtherRows);
        Arrays.sort(further);
        return this;
    }

    private @Nullable BitSet unlessFull(@Nullable BitSet bits) {
        return bits != null && bits.cardinality() == span.until() - span.from() ? null : bits;
    }

    public Span span() {
        return span;
    }

    /** Whether a store should not have this row; of what is not in the span, which may be anywhere, that is not known. */
    boolean isUnexpected(RowAt row) {
        if (!span.contains(row.offset())) {
            return false;
        }
        boolean expected = row.ordinal() == 0 && has(single, row.offset())
                || row.ordinal() >= 0 && row.ordinal() < severalAt(row.offset())
                || Arrays.binarySearch(further, number(row)) >= 0;
        return !expected && !isExcused(row.offset());
    }

    private int severalAt(long offset) {
        int rows = several == null ? 0 : several[index(offset)] & 0xFF;
        return rows < MANY ? rows : many.getOrDefault(offset, rows);
    }

    /** The same of a row that a walk meets: in upsert mode a second one may say of itself that it is of the same place. */
    boolean meetsUnexpected(RowAt row) {
        if (isUnexpected(row)) {
            return true;
        }
        if (row.ordinal() > 0 || !span.contains(row.offset())) {
            return false;
        }
        boolean first = !has(met, row.offset());
        set(met, row.offset());
        return !first && !isExcused(row.offset());
    }

    /** Whether a row at this offset may be of a record that is gone, or is being replayed. */
    boolean isExcused(long offset) {
        return compacted && !has(read, offset) || has(excused, offset);
    }

    private boolean has(@Nullable BitSet bits, long offset) {
        return bits == null || bits.get(index(offset));
    }
}
