package io.sluice.stream.letters;

import java.sql.Array;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Which rows of a record a store lacks, because it has refused them; it has the others. One thread.
 *
 * @param yielded up to where this is said: the store has no row of an ordinal from here on. 0 if it was given none
 * @param missing the ordinals of those that it lacks
 */
public record RefusedRows(int yielded, BitSet missing) {

    /** Of a record of which no store was given a row. */
    public static RefusedRows none() {
        return new RefusedRows(0, new BitSet());
    }

    static RefusedRows of(int yielded, int ordinal) {
        BitSet missing = new BitSet();
        missing.set(ordinal);
        return new RefusedRows(yielded, missing);
    }

    /** @param runs as {@link #runs} writes them */
    static RefusedRows read(int yielded, Array runs) throws SQLException {
        Integer[] bounds = (Integer[]) runs.getArray();
        BitSet missing = new BitSet();
        for (int i = 0; i < bounds.length; i += 2) {
            missing.set(bounds[i], bounds[i + 1]);
        }
        return new RefusedRows(yielded, missing);
    }

    /** The ordinals as runs: of each the first, and the one behind the last. */
    Integer[] runs() {
        List<Integer> bounds = new ArrayList<>();
        for (int from = missing.nextSetBit(0); from >= 0; ) {
            int until = missing.nextClearBit(from);
            bounds.add(from);
            bounds.add(until);
            from = missing.nextSetBit(until);
        }
        return bounds.toArray(Integer[]::new);
    }

    /** How many rows the store lacks. */
    int count() {
        return missing.cardinality();
    }

    /** How many rows the store has. */
    public int stored() {
        return has().cardinality();
    }

    private BitSet has() {
        BitSet has = new BitSet();
        has.set(0, yielded);
        has.andNot(missing);
        return has;
    }

    /**
     * What the store lacks once the record was carried again. What it has it keeps, also if the record yields fewer rows now.
     *
     * @param yielding how many rows it yields now
     * @param refused the ordinals of those that the store refuses now
     */
    public RefusedRows carriedAgain(int yielding, BitSet refused) {
        BitSet has = new BitSet();
        has.set(0, yielding);
        has.andNot(refused);
        has.or(has());
        int until = Math.max(yielding, has.length());
        BitSet lacks = new BitSet();
        lacks.set(0, until);
        lacks.andNot(has);
        return new RefusedRows(until, lacks);
    }
}
