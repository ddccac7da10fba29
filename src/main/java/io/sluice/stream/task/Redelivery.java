package io.sluice.stream.task;

import io.sluice.stream.flow.Offsets;
import io.sluice.stream.flow.StoreType;
import java.io.Serializable;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Records that the ledger counts already, and that a run carries once more into one store alone, which may lack them: it
 * keeps no ledger of its own. Nothing is counted and no letter is written, since the first time has decided both. Travels
 * to the executors, where it says what to carry; on the driver it also knows how far the run got. Thread-safe.
 */
public final class Redelivery implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Carries nothing once more. */
    public static final Redelivery NONE = new Redelivery(null, Map.of());

    private static final Range NO_RANGE = new Range(0, 0);

    private final @Nullable StoreType store;
    private final Map<String, Map<Integer, Range>> ranges;
    private volatile Offsets reached = Offsets.NONE;

    /**
     * @param store the one that gets them; null if there is none
     * @param ranges by topic and partition; those that are empty do no harm
     */
    public Redelivery(@Nullable StoreType store, Map<String, Map<Integer, Range>> ranges) {
        this.store = store;
        this.ranges = ranges;
    }

    /**
     * Offsets of a partition, from the first to the one behind the last.
     *
     * @param until the first that does not belong to it any more
     */
    public record Range(long from, long until) implements Serializable {

        boolean contains(long offset) {
            return offset >= from && offset < until;
        }
    }

    /** The store of a redelivery that has ranges. */
    StoreType store() {
        return Objects.requireNonNull(store);
    }

    Range of(String topic, int partition) {
        return ranges.getOrDefault(topic, Map.of()).getOrDefault(partition, NO_RANGE);
    }

    /** How many offsets there are in all ranges; an upper bound for records. */
    public long offsets() {
        return ranges.values().stream()
                .flatMap(partitions -> partitions.values().stream())
                .mapToLong(range -> range.until() - range.from())
                .sum();
    }

    /**
     * Returns where a run begins to read.
     *
     * @param ledger where the ledger stands
     */
    public Offsets begin(Offsets ledger) {
        return least(ledger, Offsets.NONE);
    }

    /**
     * Returns up to where the store has everything, as far as the run has got.
     *
     * @param ledger what the ledger says
     */
    public Offsets sure(Offsets ledger) {
        return least(ledger, reached);
    }

    private Offsets least(Offsets ledger, Offsets got) {
        return ledger.map((topic, partition, next) -> {
            Range range = of(topic, partition);
            long sure = Math.max(range.from(), got.get(topic, partition, range.from()));
            return sure < range.until() ? Math.min(sure, next) : next;
        });
    }

    /** Notes up to where tasks have carried everything, or where a micro-batch has ended. */
    synchronized void advance(Offsets next) {
        if (!ranges.isEmpty()) {
            reached = reached.later(next);
        }
    }
}
