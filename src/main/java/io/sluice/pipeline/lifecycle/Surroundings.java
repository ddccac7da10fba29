package io.sluice.pipeline.lifecycle;

import io.sluice.engine.FlowEngine;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * What every actor works with.
 *
 * @param workers has a thread for whoever asks: starting and stopping block
 * @param stopTimeout how long a micro-batch may take to finish when its pipeline stops
 */
public record Surroundings(
        FlowEngine engine,
        StateStore store,
        Executor workers,
        Alarms alarms,
        Clock clock,
        Backoff backoff,
        Duration stopTimeout) {}
