package io.sluice.topic;

import io.swagger.v3.oas.annotations.media.Schema;

/** Where an appended record went. */
@Schema(name = "Position")
public record AppendedRecord(int partition, long offset) {}
