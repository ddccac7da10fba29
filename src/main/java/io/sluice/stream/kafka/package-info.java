/**
 * How Kafka is reached and what Sluice asks it: topics and their offsets, where to begin, and what arrives while a flow
 * waits. The driver alone asks; the room ships to executors because classes of {@code stream.spark} refer to it.
 */
@NullMarked
package io.sluice.stream.kafka;

import org.jspecify.annotations.NullMarked;
