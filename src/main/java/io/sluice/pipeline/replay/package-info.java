/**
 * Carries dead letters through their pipeline again, on order over REST and in the background, or deletes them. Public face:
 * {@link io.sluice.pipeline.replay.Replays}.
 */
@NullMarked
package io.sluice.pipeline.replay;

import org.jspecify.annotations.NullMarked;
