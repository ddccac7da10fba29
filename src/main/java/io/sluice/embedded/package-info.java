/**
 * The stack for a laptop: a real Postgres, a real Kafka broker and a Mongo server on loopback, each only while its
 * address is not configured and started again whenever it ends, with data under {@code sluice.data-directory}. Public face: {@link
 * io.sluice.embedded.DataDirectory} and {@link io.sluice.embedded.EmbeddedServices}; everybody else gets the addresses
 * from Boot's connection details, as with configured ones. Uses no other room.
 */
@NullMarked
package io.sluice.embedded;

import org.jspecify.annotations.NullMarked;
