package io.sluice.telemetry;

import io.sluice.pipeline.PipelineReading;
import io.sluice.pipeline.PipelineReadings;
import io.sluice.stream.flow.Offsets;
import io.sluice.stream.flow.Standing;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Says what a test tells it, and counts how often a server would have been asked. */
public final class FakeReadings implements PipelineReadings {

    public final AtomicInteger asked = new AtomicInteger();
    public boolean owner = true;
    public boolean away;
    public List<PipelineReading> pipelines = List.of();
    public Map<Long, Standing> standings = Map.of();
    public Offsets ends = Offsets.NONE;

    @Override
    public boolean isOwner() {
        return owner;
    }

    @Override
    public List<PipelineReading> pipelines() {
        return pipelines;
    }

    @Override
    public Map<Long, Standing> standings() {
        ask();
        return standings;
    }

    @Override
    public Offsets endOffsets(Collection<String> topics) {
        ask();
        return ends;
    }

    private void ask() {
        asked.incrementAndGet();
        if (away) {
            throw new IllegalStateException("away");
        }
    }
}
