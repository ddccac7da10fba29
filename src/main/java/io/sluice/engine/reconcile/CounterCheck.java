package io.sluice.engine.reconcile;

import io.sluice.engine.ReconciliationReport.CounterFinding;
import io.sluice.stream.flow.Counters;
import io.sluice.stream.flow.Counters.SinkCounters;
import io.sluice.stream.flow.StoreType;
import io.sluice.stream.ledger.AuditedPartition;
import java.util.Map;

/** Holds the counters of partitions against what their records imply, where the two can be compared. */
final class CounterCheck {

    private final Tally tally;

    CounterCheck(Tally tally) {
        this.tally = tally;
    }

    /**
     * @param then what the ledger said as the reconciliation began
     * @param lettersNow how many letters there are now before the same position
     */
    void check(AuditedPartition then, long lettersNow) {
        if (then.next() <= then.from()) {
            return;
        }
        String name = Tally.partition(then.topic(), then.partition());
        if (then.counted() == null || tally.lostRecords(then.topic(), then.partition())) {
            tally.note("The counters of " + name + " were not compared: "
                    + (then.counted() == null
                            ? "an order has let the pipeline pass over a part of it"
                            : "records that they count are not in Kafka any more"));
            return;
        }
        Counters implied = tally.counters(then.topic(), then.partition());
        compare(then, "consumed", then.consumed(), implied.consumed());
        if (lettersNow != then.letters()) {
            tally.note("Of the counters of " + name
                    + " only 'consumed' was compared: dead letters were replayed or deleted meanwhile");
            return;
        }
        compare(then, "filtered", then.filtered(), implied.filtered());
        compare(then, "rejected", then.rejected(), implied.rejected());
        for (Map.Entry<StoreType, SinkCounters> sink : implied.sinks().entrySet()) {
            SinkCounters ledger = then.sinks().getOrDefault(sink.getKey(), SinkCounters.NONE);
            String label = sink.getKey().label();
            compare(then, label + ".stored", ledger.stored(), sink.getValue().stored());
            compare(
                    then,
                    label + ".rejected",
                    ledger.rejected(),
                    sink.getValue().rejected());
            compare(then, label + ".rows", ledger.rows(), sink.getValue().rows());
        }
    }

    private void compare(AuditedPartition then, String counter, long ledger, long implied) {
        if (ledger != implied) {
            tally.add(new CounterFinding(then.topic(), then.partition(), counter, ledger, implied));
        }
    }
}
