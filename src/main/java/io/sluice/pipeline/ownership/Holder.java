package io.sluice.pipeline.ownership;

import java.time.Instant;

/**
 * Who holds the lease.
 *
 * @param name of the instance, for people
 * @param until when the lease runs out unless it is renewed, by the database's clock
 */
public record Holder(String name, Instant until) {}
