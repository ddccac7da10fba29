/**
 * What can be wrong with a SELECT: the limits of its text, where in it a fault is, and what Spark says of it as one
 * sentence. Public face: {@link io.sluice.stream.transform.fault.InvalidTransformException}, {@link
 * io.sluice.stream.transform.fault.SelectFaults} and {@link io.sluice.stream.transform.fault.SparkMessage}; and {@link
 * io.sluice.stream.transform.fault.Scala}, by which all the rooms of the transform walk through Spark's plans.
 */
@NullMarked
package io.sluice.stream.transform.fault;

import org.jspecify.annotations.NullMarked;
