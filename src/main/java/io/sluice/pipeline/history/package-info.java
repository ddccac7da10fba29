/**
 * How pipelines were: what is known of them in memory is looked at once a second, kept in the database ever more
 * coarsely, and read back over REST, with marks of what happened. Costs a flow nothing: it runs on threads of its own
 * and asks a flow nothing that others do not ask. Public face: {@link io.sluice.pipeline.history.HistoryReader}, {@link
 * io.sluice.pipeline.history.HistoryRecorder} and {@link io.sluice.pipeline.history.Marks}.
 */
@NullMarked
package io.sluice.pipeline.history;

import org.jspecify.annotations.NullMarked;
