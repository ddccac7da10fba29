package io.sluice.stream.flow;

import java.io.Serializable;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What became of a flow's records. At every quiescent point, for each sink, {@code consumed = filtered + rejected +
 * sink.stored + sink.rejected}.
 *
 * @param rejected records that decode or transform rejected
 * @param sinks by kind of store
 */
public record Counters(long consumed, long filtered, long rejected, Map<StoreType, SinkCounters> sinks)
        implements Serializable {

    public static final Counters NONE = new Counters(0, 0, 0, Map.of());

    public Counters {
        sinks = Map.copyOf(sinks);
    }

    /** Nothing yet, in these kinds of store. */
    public static Counters zero(Collection<StoreType> stores) {
        return new Counters(
                0, 0, 0, stores.stream().collect(Collectors.toMap(store -> store, store -> SinkCounters.NONE)));
    }

    public Counters plus(Counters other) {
        Map<StoreType, SinkCounters> sum = new HashMap<>(sinks);
        other.sinks.forEach((store, counters) -> sum.merge(store, counters, SinkCounters::plus));
        return new Counters(consumed + other.consumed, filtered + other.filtered, rejected + other.rejected, sum);
    }

    /** Records that every store has; zero without a store. */
    public long storedEverywhere() {
        return sinks.values().stream().mapToLong(SinkCounters::stored).min().orElse(0);
    }

    /** Records that are dead letters: those rejected on the way, and of those that stores refused the most of one store. */
    public long deadLetters() {
        return rejected
                + sinks.values().stream()
                        .mapToLong(SinkCounters::rejected)
                        .max()
                        .orElse(0);
    }

    /**
     * @param stored records whose rows are all in the store
     * @param rejected records of which the store refused a row
     * @param rows rows in the store; more than {@code stored} where a record yields several
     */
    public record SinkCounters(long stored, long rejected, long rows) implements Serializable {

        public static final SinkCounters NONE = new SinkCounters(0, 0, 0);

        public SinkCounters plus(SinkCounters other) {
            return new SinkCounters(stored + other.stored, rejected + other.rejected, rows + other.rows);
        }
    }
}
