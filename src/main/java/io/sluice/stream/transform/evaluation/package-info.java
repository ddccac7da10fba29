/**
 * A compiled SELECT at work on one record after the other, inside the task that writes, and what it may make of a record.
 * Public face: {@link io.sluice.stream.transform.evaluation.Program} and {@link
 * io.sluice.stream.transform.evaluation.SqlTransformFactory}.
 */
@NullMarked
package io.sluice.stream.transform.evaluation;

import org.jspecify.annotations.NullMarked;
