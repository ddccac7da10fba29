package io.sluice.telemetry.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.pipeline.PipelineReading;
import io.sluice.pipeline.lifecycle.PipelineState;
import io.sluice.stream.flow.Offsets;
import io.sluice.stream.flow.Standing;
import org.jspecify.annotations.Nullable;

/** All meters of one pipeline. Changed by one thread at a time; scraped by any. */
final class PipelineSeries {

    private final MeterShelf shelf;
    private final LagMeters lag;
    private final BatchMeters batches;
    private @Nullable LedgerMeters ledger;
    private volatile PipelineReading now;

    PipelineSeries(MeterRegistry registry, PipelineReading first) {
        now = first;
        shelf = new MeterShelf(registry, first.name());
        lag = new LagMeters(shelf);
        batches = new BatchMeters(shelf);
        for (PipelineState state : PipelineState.values()) {
            shelf.gauge(
                    "sluice.pipeline.state",
                    "1 for the state that the pipeline is in, 0 for the others.",
                    this,
                    m -> m.now.state() == state ? 1 : 0,
                    "state",
                    state.name());
        }
        shelf.gauge("sluice.pipeline.attempt", "Failures in a row before now.", this, m -> m.now.attempt());
        shelf.counter(
                "sluice.pipeline.restarts",
                "Starts that followed a failure, by themselves, since this instance took the pipeline over.",
                this,
                m -> m.now.restarts());
    }

    void update(PipelineReading reading) {
        now = reading;
        batches.update(reading.batches());
    }

    void update(Standing standing, Offsets ends) {
        if (ledger == null) {
            ledger = new LedgerMeters(shelf, now.sinks(), standing);
        }
        ledger.update(standing);
        lag.update(standing.next(), ends);
    }

    void remove() {
        shelf.clear();
    }
}
