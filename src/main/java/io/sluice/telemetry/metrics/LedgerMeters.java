package io.sluice.telemetry.metrics;

import io.sluice.stream.flow.Counters;
import io.sluice.stream.flow.Counters.SinkCounters;
import io.sluice.stream.flow.Standing;
import io.sluice.stream.flow.StoreType;
import java.util.List;

/** A pipeline's exact counters. Made when they are known: a 0 before would look like a counter that was reset. */
final class LedgerMeters {

    private static final SinkCounters NOTHING = new SinkCounters(0, 0, 0);

    private volatile Standing standing;

    LedgerMeters(MeterShelf shelf, List<StoreType> sinks, Standing standing) {
        this.standing = standing;
        shelf.counter(
                "sluice.pipeline.records.consumed",
                "Records read from Kafka.",
                this,
                m -> m.counters().consumed());
        shelf.counter(
                "sluice.pipeline.records.filtered",
                "Records that the transform yields no row for.",
                this,
                m -> m.counters().filtered());
        // Gauges, because a replay takes records out of what is rejected: a counter that falls counts as begun anew.
        shelf.gauge(
                "sluice.pipeline.records.rejected",
                "Records that decoding or the transform rejected; each is a dead letter. A replay lets it fall.",
                this,
                m -> m.counters().rejected());
        sinks.forEach(sink -> add(shelf, sink));
    }

    private void add(MeterShelf shelf, StoreType sink) {
        String label = sink.label();
        shelf.counter(
                "sluice.sink.records.stored",
                "Records whose rows are all in the store.",
                this,
                m -> m.of(sink).stored(),
                "sink",
                label);
        shelf.gauge(
                "sluice.sink.records.rejected",
                "Records of which the store refused a row; each is a dead letter. A replay lets it fall.",
                this,
                m -> m.of(sink).rejected(),
                "sink",
                label);
        shelf.counter(
                "sluice.sink.rows.stored",
                "Rows in the store; more than records where one record yields several.",
                this,
                m -> m.of(sink).rows(),
                "sink",
                label);
        shelf.gauge(
                "sluice.pipeline.accounting.difference.records",
                "Consumed minus filtered, rejected, stored and refused by the store; anything but 0 is an error of"
                        + " Sluice.",
                this,
                m -> m.difference(sink),
                "sink",
                label);
    }

    void update(Standing now) {
        standing = now;
    }

    private Counters counters() {
        return standing.counters();
    }

    private SinkCounters of(StoreType sink) {
        return counters().sinks().getOrDefault(sink, NOTHING);
    }

    private double difference(StoreType sink) {
        Counters all = counters();
        SinkCounters its = all.sinks().getOrDefault(sink, NOTHING);
        return all.consumed() - all.filtered() - all.rejected() - its.stored() - its.rejected();
    }
}
