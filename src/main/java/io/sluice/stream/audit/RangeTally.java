package io.sluice.stream.audit;

import io.sluice.stream.flow.Counters;
import io.sluice.stream.flow.Counters.SinkCounters;
import io.sluice.stream.flow.StoreType;
import io.sluice.stream.letters.LettersAt;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts what the counters should say of a range. One thread. */
final class RangeTally {

    private final LettersAt letters;
    private final Map<StoreType, Sink> sinks = new HashMap<>();
    private long consumed;
    private long filtered;
    private long rejected;

    private static final class Sink {
        private long stored;
        private long rejected;
        private long rows;
    }

    RangeTally(LettersAt letters) {
        this.letters = letters;
    }

    /**
     * Counts a record. One that has a letter counts as rejected until it is replayed, whatever would become of it now.
     *
     * @param rows how many it yields; null if it is rejected
     */
    void count(long offset, @Nullable Integer rows, List<StoreJudge> judges) {
        consumed++;
        if (rows == null || letters.rejected(offset)) {
            rejected++;
        } else if (rows == 0) {
            filtered++;
        } else {
            for (StoreJudge judge : judges) {
                Sink sink = sinks.computeIfAbsent(judge.store(), store -> new Sink());
                int refused = Math.max(letters.refusedRows(offset, judge.store()), judge.refusedRows(offset));
                if (refused > 0) {
                    sink.rejected++;
                } else {
                    sink.stored++;
                }
                sink.rows += rows - refused;
            }
        }
    }

    Counters counters(Collection<StoreType> stores) {
        Map<StoreType, SinkCounters> counters = new HashMap<>();
        for (StoreType store : stores) {
            Sink sink = sinks.getOrDefault(store, new Sink());
            counters.put(store, new SinkCounters(sink.stored, sink.rejected, sink.rows));
        }
        return new Counters(consumed, filtered, rejected, counters);
    }
}
