/**
 * Kafka topics as a Spark stream: options of the source, positions to start from, and its rows as records. Public face:
 * {@link io.sluice.kafka.KafkaSource}, {@link io.sluice.kafka.Arrivals}, {@link io.sluice.kafka.SmallBatch}, {@link
 * io.sluice.kafka.Topics} and {@link io.sluice.kafka.SourceRecords}. Depends on {@code flow}, Spark's types, its Kafka
 * source and the Kafka client; only the driver uses the latter.
 */
@NullMarked
package io.sluice.kafka;

import org.jspecify.annotations.NullMarked;
