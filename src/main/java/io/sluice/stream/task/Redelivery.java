package io.sluice.stream.task;

import io.sluice.stream.flow.Position;
import io.sluice.stream.flow.StoreType;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
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
    private final Map<String, Map<Integer, Long>> reached = new ConcurrentHashMap<>();

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

    /** Of a redelivery that has ranges. */
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
     * Returns where a run begins to read, by topic and partition.
     *
     * @param ledger where the ledger stands, by topic and partition
     */
    public Map<String, Map<Integer, Long>> begin(Map<String, Map<Integer, Long>> ledger) {
        return least(ledger, Map.of());
    }

    /**
     * Returns up to where the store has everything, by topic and partition, as far as the run has got.
     *
     * @param ledger what the ledger says, by topic and partition
     */
    public Map<String, Map<Integer, Long>> sure(Map<String, Map<Integer, Long>> ledger) {
        return least(ledger, reached);
    }

    private Map<String, Map<Integer, Long>> least(
            Map<String, Map<Integer, Long>> ledger, Map<String, Map<Integer, Long>> got) {
        Map<String, Map<Integer, Long>> least = new HashMap<>();
        ledger.forEach((topic, partitions) -> partitions.forEach((partition, next) -> {
            Range range = of(topic, partition);
            @Nullable Long here = got.getOrDefault(topic, Map.of()).get(partition);
            long sure = Math.max(range.from(), here == null ? range.from() : here);
            least.computeIfAbsent(topic, name -> new TreeMap<>())
                    .put(partition, sure < range.until() ? Math.min(sure, next) : next);
        }));
        return least;
    }

    /** Notes up to where tasks have carried everything. */
    void advance(List<Position> next) {
        next.forEach(each -> advance(each.topic(), each.partition(), each.offset()));
    }

    /** Notes where a micro-batch has ended. */
    void advance(Map<String, Map<Integer, Long>> ends) {
        ends.forEach((topic, partitions) -> partitions.forEach((partition, end) -> advance(topic, partition, end)));
    }

    private void advance(String topic, int partition, long next) {
        if (of(topic, partition) != NO_RANGE) {
            reached.computeIfAbsent(topic, name -> new ConcurrentHashMap<>()).merge(partition, next, Math::max);
        }
    }
}
