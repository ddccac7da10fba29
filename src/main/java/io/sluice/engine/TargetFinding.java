package io.sluice.engine;

import io.sluice.stream.flow.SinkSpec;
import java.util.List;
import java.util.Optional;

/**
 * What was found about a target, before anything is changed.
 *
 * @param objection what it cannot take and what to do about it
 * @param notices what a start would change in it, and what its owner should know; one text for each
 * @param unasked why its store could not be asked
 */
public record TargetFinding(
        SinkSpec sink, Optional<String> objection, List<String> notices, Optional<String> unasked) {}
