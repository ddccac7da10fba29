package io.sluice.embedded;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where the embedded servers listen, always on 127.0.0.1. 0 lets Sluice choose a free port once and keep it.
 *
 * @param postgresPort port of the embedded Postgres
 * @param kafkaPort port of the embedded Kafka broker
 * @param mongoPort port of the embedded Mongo server
 */
@Validated
@ConfigurationProperties("sluice.embedded")
public record EmbeddedProperties(
        @DefaultValue("15432") @Min(0) @Max(65535) int postgresPort,
        @DefaultValue("19092") @Min(0) @Max(65535) int kafkaPort,
        @DefaultValue("27117") @Min(0) @Max(65535) int mongoPort) {}
