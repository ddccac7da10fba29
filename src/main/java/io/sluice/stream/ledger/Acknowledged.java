package io.sluice.stream.ledger;

import io.sluice.stream.flow.Position;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How far the ledger has said, to one run of a flow, that it got in each partition: where it stood when the run began, and
 * what it has committed since. No run reads the records before that again, so a ledger that says less now has
 * gone back (Postgres was restored from a backup, or its standby that took over lagged behind), and to write behind that
 * gap would hide it. Travels to the executors; thread-safe.
 */
public final class Acknowledged implements Serializable {

    private static final long serialVersionUID = 1L;

    private final Map<String, Map<Integer, Long>> next = new ConcurrentHashMap<>();

    /** @param begin the next offset of every partition by topic, as the ledger has it */
    public Acknowledged(Map<String, Map<Integer, Long>> begin) {
        add(begin);
    }

    /** @param offsets the next offset of partitions by topic, as the ledger has it */
    public void add(Map<String, Map<Integer, Long>> offsets) {
        offsets.forEach((topic, partitions) ->
                partitions.forEach((partition, offset) -> topic(topic).merge(partition, offset, Math::max)));
    }

    /** @param positions the offset after what the ledger has committed, of each partition that it was about */
    public void add(List<Position> positions) {
        positions.forEach(each -> topic(each.topic()).merge(each.partition(), each.offset(), Math::max));
    }

    private Map<Integer, Long> topic(String topic) {
        return next.computeIfAbsent(topic, name -> new ConcurrentHashMap<>());
    }

    /** The next offset; 0 for a partition of which nothing is known: it was added to the topic since, and is read whole. */
    public long of(String topic, int partition) {
        return next.getOrDefault(topic, Map.of()).getOrDefault(partition, 0L);
    }

    /**
     * Does nothing if the ledger still has what it said.
     *
     * @param ledger the next offset of the partition, as the ledger has it now
     * @throws LedgerBehindException if it has gone back
     */
    public void require(String pipeline, String topic, int partition, long ledger) {
        long said = of(topic, partition);
        if (ledger < said) {
            throw new LedgerBehindException(pipeline, topic, partition, said, ledger);
        }
    }

    /**
     * Does nothing if the ledger still has what it said of all partitions; those that it does not know stand at 0.
     *
     * @throws LedgerBehindException if it has gone back
     */
    public void require(String pipeline, Map<String, Map<Integer, Long>> ledger) {
        next.forEach((topic, partitions) -> partitions
                .keySet()
                .forEach(partition -> require(
                        pipeline,
                        topic,
                        partition,
                        ledger.getOrDefault(topic, Map.of()).getOrDefault(partition, 0L))));
    }

    /** A copy of what is said here now, whatever is added later. */
    public Acknowledged copy() {
        return new Acknowledged(next);
    }
}
