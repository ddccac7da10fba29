/**
 * What connections to Kafka and to the stores share: certificates and keys that travel with what is shipped, and the
 * step of the way at which a failure lies. Public face: {@link io.sluice.stream.connection.Tls} and {@link
 * io.sluice.stream.connection.Fault}.
 */
@NullMarked
package io.sluice.stream.connection;

import org.jspecify.annotations.NullMarked;
