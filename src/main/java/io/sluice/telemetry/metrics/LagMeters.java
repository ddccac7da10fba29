package io.sluice.telemetry.metrics;

import io.micrometer.core.instrument.Meter;
import io.sluice.stream.flow.Offsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** How far a pipeline is behind in each partition: by the ledger, so that it is true whatever the pipeline does. */
final class LagMeters {

    private final MeterShelf shelf;
    private final Map<Partition, Lag> lags = new HashMap<>();

    private record Partition(String topic, int number) {}

    private record Lag(AtomicLong offsets, Meter meter) {}

    LagMeters(MeterShelf shelf) {
        this.shelf = shelf;
    }

    /**
     * Shows those partitions whose position and end are both known.
     *
     * @param next the offset to read next
     * @param ends the offset after the newest record
     */
    void update(Offsets next, Offsets ends) {
        Map<Partition, Long> now = new HashMap<>();
        next.forEach((topic, number, offset) -> {
            Long end = ends.get(topic, number);
            if (end != null) {
                now.put(new Partition(topic, number), Math.max(0, end - offset));
            }
        });
        Set.copyOf(lags.keySet()).stream()
                .filter(gone -> !now.containsKey(gone))
                .map(lags::remove)
                .filter(Objects::nonNull)
                .forEach(gone -> shelf.remove(gone.meter()));
        now.forEach((partition, lag) ->
                lags.computeIfAbsent(partition, this::add).offsets().set(lag));
    }

    private Lag add(Partition partition) {
        AtomicLong offsets = new AtomicLong();
        return new Lag(
                offsets,
                shelf.gauge(
                        "sluice.pipeline.lag.offsets",
                        "Offsets between the end of the partition and what is committed; an upper bound for records.",
                        offsets,
                        AtomicLong::get,
                        "topic",
                        partition.topic(),
                        "partition",
                        Integer.toString(partition.number())));
    }
}
