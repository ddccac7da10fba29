package io.sluice.telemetry.metrics;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Makes the meters of one pipeline, with its tag, and removes them again. One thread at a time. */
final class MeterShelf {

    private final MeterRegistry registry;
    private final Tags pipeline;
    private final List<Meter> meters = new ArrayList<>();

    MeterShelf(MeterRegistry registry, String pipeline) {
        this.registry = registry;
        this.pipeline = Tags.of("pipeline", pipeline);
    }

    /** @param owner must outlive the meter, which does not keep it */
    <T> void counter(String name, String help, T owner, ToDoubleFunction<T> count, String... tags) {
        keep(FunctionCounter.builder(name, owner, count)
                .description(help)
                .tags(pipeline.and(tags))
                .register(registry));
    }

    /** @param owner must outlive the meter, which does not keep it */
    <T> Meter gauge(String name, String help, T owner, ToDoubleFunction<T> value, String... tags) {
        return keep(Gauge.builder(name, owner, value)
                .description(help)
                .tags(pipeline.and(tags))
                .register(registry));
    }

    /**
     * Makes a timer.
     *
     * @param buckets the upper bounds of a histogram; none for count and sum alone
     */
    Timer timer(String name, String help, Duration[] buckets, String... tags) {
        return keep(Timer.builder(name)
                .description(help)
                .serviceLevelObjectives(buckets)
                .tags(pipeline.and(tags))
                .register(registry));
    }

    DistributionSummary summary(String name, String help, double... buckets) {
        return keep(DistributionSummary.builder(name)
                .description(help)
                .serviceLevelObjectives(buckets)
                .tags(pipeline)
                .register(registry));
    }

    void remove(Meter meter) {
        registry.remove(meter);
        meters.remove(meter);
    }

    void clear() {
        meters.forEach(registry::remove);
        meters.clear();
    }

    private <M extends Meter> M keep(M meter) {
        meters.add(meter);
        return meter;
    }
}
