/**
 * Tells how the platform is: where Kafka, Postgres, Mongo and Spark are, whether they can be reached, over REST and as
 * health. Public face: none. May use web and flow.
 */
@NullMarked
package io.sluice.telemetry;

import org.jspecify.annotations.NullMarked;
