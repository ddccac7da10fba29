package io.sluice.topic;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What a user can set of topics.
 *
 * @param partitions how many a topic gets that is created by appending to it
 * @param maxRecords the most records that one request may append
 */
@Validated
@ConfigurationProperties("sluice.topics")
record TopicSettings(
        @DefaultValue("4") @Min(1) @Max(10_000) int partitions,
        @DefaultValue("10000") @Min(1) @Max(1_000_000) int maxRecords) {}
