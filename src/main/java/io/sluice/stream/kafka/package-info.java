/**
 * Kafka topics as a Spark stream: options of the source, positions to start from, and its rows as records. Public face:
 * {@link io.sluice.stream.kafka.KafkaSource}, {@link io.sluice.stream.kafka.Arrivals}, {@link io.sluice.stream.kafka.SmallBatch}, {@link
 * io.sluice.stream.kafka.Topics} and {@link io.sluice.stream.kafka.SourceRecords}. Depends on {@code flow}, Spark's types, its Kafka
 * source and the Kafka client; only the driver uses the latter.
 */
@NullMarked
package io.sluice.stream.kafka;

import org.jspecify.annotations.NullMarked;
