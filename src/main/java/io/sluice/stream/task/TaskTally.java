package io.sluice.stream.task;

import io.sluice.stream.flow.Counters;
import io.sluice.stream.flow.Counters.SinkCounters;
import io.sluice.stream.flow.StoreType;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Counts what becomes of the records of one partition in one transaction. One thread. */
final class TaskTally {

    private long consumed;
    private long filtered;
    private long rejected;
    /** Records that went on to the stores, and the rows that they yielded. */
    private long delivered;

    private long rows;
    /** The offsets of records that yielded several rows, in their order, and how many; arrays, since all records come here. */
    private long[] severalAt = {};

    private int[] severalRows = {};
    private int several;

    private final Map<StoreType, Refused> refused = new HashMap<>();

    void countConsumed() {
        consumed++;
    }

    void countFiltered() {
        filtered++;
    }

    void countRejected() {
        rejected++;
    }

    /** Counts a record that goes on to the stores with so many rows; it is behind those before it. */
    void countDelivered(long offset, int rowsOfRecord) {
        delivered++;
        rows += rowsOfRecord;
        if (rowsOfRecord > 1) {
            if (several == severalAt.length) {
                int longer = Math.max(16, 2 * several);
                severalAt = Arrays.copyOf(severalAt, longer);
                severalRows = Arrays.copyOf(severalRows, longer);
            }
            severalAt[several] = offset;
            severalRows[several++] = rowsOfRecord;
        }
    }

    /** How many rows the record at that offset went on with. */
    int rowsOf(long offset) {
        int index = Arrays.binarySearch(severalAt, 0, several, offset);
        return index < 0 ? 1 : severalRows[index];
    }

    /** Counts a row that the store refuses, of the record at that offset. */
    void countRefused(StoreType store, long offset) {
        Refused counts = refused.computeIfAbsent(store, type -> new Refused());
        counts.rows++;
        counts.offsets.add(offset);
    }

    /** @param stores those that the delivered records went to */
    Counters counters(Collection<StoreType> stores) {
        Map<StoreType, SinkCounters> sinks = new HashMap<>();
        for (StoreType store : stores) {
            Refused counts = refused.getOrDefault(store, new Refused());
            int records = counts.offsets.size();
            sinks.put(store, new SinkCounters(delivered - records, records, rows - counts.rows));
        }
        return new Counters(consumed, filtered, rejected, sinks);
    }

    /** A record counts once, however many of its rows a store refuses. */
    private static final class Refused {

        private final Set<Long> offsets = new HashSet<>();
        private long rows;
    }
}
