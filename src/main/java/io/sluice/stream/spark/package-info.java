/**
 * Kafka's records as a stream of Spark, read by tasks with consumers of our own: leans on private parts of Spark and of its
 * Kafka connector. Public face: {@link io.sluice.stream.spark.RecordTable} and {@link
 * io.sluice.stream.spark.SourceRecords}.
 */
@NullMarked
package io.sluice.stream.spark;

import org.jspecify.annotations.NullMarked;
