package io.sluice.engine;

import io.sluice.stream.flow.FlowSpec;

/** One start of a pipeline. */
public record FlowRun(long pipelineId, String name, FlowSpec spec) {}
