/**
 * Reads a few records of topics beside the flows, on the driver, with consumers of its own: the newest, those that a flow
 * has passed, and the times of single ones.
 */
@NullMarked
package io.sluice.stream.kafka.records;

import org.jspecify.annotations.NullMarked;
