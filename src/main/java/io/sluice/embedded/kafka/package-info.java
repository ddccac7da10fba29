/**
 * A real Kafka broker on loopback, in a JVM of its own, from the jars that the build packs. Adds itself to the stack,
 * whose room is the only one that it uses.
 */
@NullMarked
package io.sluice.embedded.kafka;

import org.jspecify.annotations.NullMarked;
