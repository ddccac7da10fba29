/**
 * What happens, as server-sent events: states, micro-batches, counters, rejections and definitions of pipelines, and the
 * platform. One thread looks for news while there are readers, asks on their behalf, and wakes them; each keeps only how
 * far it got in the common history. Public face: {@link io.sluice.events.Streams}, through which other rooms answer with
 * events of their own, and {@link io.sluice.events.EventText}.
 */
@NullMarked
package io.sluice.events;

import org.jspecify.annotations.NullMarked;
