package io.sluice.topic;

import java.util.List;

/** The answer to an append. */
record Appended(String topic, List<AppendedRecord> records) {}
