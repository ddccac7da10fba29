/**
 * The one-pass Spark sink: a task reads, decodes and transforms each record and writes it into every store, its dead
 * letters and its counters, in one transaction. Public face: {@link io.sluice.stream.task.FlowSink}, {@link
 * io.sluice.stream.task.FlowTask} and {@link io.sluice.stream.task.Replay}.
 */
@NullMarked
package io.sluice.stream.task;

import org.jspecify.annotations.NullMarked;
