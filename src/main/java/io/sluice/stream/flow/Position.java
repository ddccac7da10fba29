package io.sluice.stream.flow;

import java.io.Serializable;

/** Where a record stands in Kafka. */
public record Position(String topic, int partition, long offset) implements Serializable {}
