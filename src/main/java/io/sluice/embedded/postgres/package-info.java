/**
 * A real Postgres on loopback, in child processes, from the binaries that the build packs. Adds itself to the stack, whose
 * room is the only one that it uses.
 */
@NullMarked
package io.sluice.embedded.postgres;

import org.jspecify.annotations.NullMarked;
