package io.sluice.stream.ledger;

import io.sluice.stream.flow.Counters.SinkCounters;
import io.sluice.stream.flow.StoreType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger says of a partition that is to be reconciled, at one moment.
 *
 * @param from from where on everything up to {@code next} has been carried
 * @param next the offset to read next
 * @param counted from where on the counters count; null if that cannot be told, because an order has left a gap
 * @param letters how many dead letters there are before {@code next}
 */
public record AuditedPartition(
        String topic,
        int partition,
        long from,
        long next,
        @Nullable Long counted,
        long consumed,
        long filtered,
        long rejected,
        long letters,
        Map<StoreType, SinkCounters> sinks) {

    public AuditedPartition {
        sinks = Map.copyOf(sinks);
    }
}
