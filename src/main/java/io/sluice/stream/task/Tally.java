package io.sluice.stream.task;

import io.sluice.stream.flow.Counters;
import io.sluice.stream.flow.Counters.SinkCounters;
import io.sluice.stream.flow.StoreType;
import java.io.Serializable;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Counts what becomes of the records of one partition in one task, or of several such. One thread. */
final class Tally implements Serializable {

    private static final long serialVersionUID = 1L;

    long consumed;
    long filtered;
    long rejected;
    /** Records that went on to the stores, and the rows that they yielded. */
    private long delivered;

    private long rows;
    private final EnumMap<StoreType, Refused> refused = new EnumMap<>(StoreType.class);

    void delivered(int rowsOfRecord) {
        delivered++;
        rows += rowsOfRecord;
    }

    void refused(StoreType store, long offset) {
        Refused counts = refused.computeIfAbsent(store, type -> new Refused());
        counts.rows++;
        if (counts.offsets.add(offset)) {
            counts.records++;
        }
    }

    long refusedRows(StoreType store) {
        Refused counts = refused.get(store);
        return counts == null ? 0 : counts.rows;
    }

    /** Adds another partition's or task's counts. */
    void add(Tally other) {
        consumed += other.consumed;
        filtered += other.filtered;
        rejected += other.rejected;
        delivered += other.delivered;
        rows += other.rows;
        other.refused.forEach((store, counts) -> {
            Refused mine = refused.computeIfAbsent(store, type -> new Refused());
            mine.records += counts.records;
            mine.rows += counts.rows;
        });
    }

    Counters counters(Collection<StoreType> stores) {
        Map<StoreType, SinkCounters> sinks = new HashMap<>();
        for (StoreType store : stores) {
            Refused counts = refused.getOrDefault(store, new Refused());
            sinks.put(store, new SinkCounters(delivered - counts.records, counts.records, rows - counts.rows));
        }
        return new Counters(consumed, filtered, rejected, sinks);
    }

    /** A record counts once, however many of its rows a store refuses. */
    private static final class Refused implements Serializable {

        private static final long serialVersionUID = 1L;

        private long records;
        private long rows;
        private final transient Set<Long> offsets = new HashSet<>();
    }
}
