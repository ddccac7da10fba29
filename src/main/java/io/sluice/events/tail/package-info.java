/**
 * A pipeline's records as they pass, as server-sent events: a sample of them is read from Kafka apart from the flow, and
 * rehearsed. Has no public face.
 */
@NullMarked
package io.sluice.events.tail;

import org.jspecify.annotations.NullMarked;
