/**
 * The first moments of {@code java -jar}, before Spring: where there is an unpacked copy of the jar beside the data, this
 * process becomes a Java that runs from it, with an archive of its classes; see ADR 16. Public face: {@link
 * io.sluice.launch.Launch}. Depends on JNA only, for one call of the operating system.
 */
@NullMarked
package io.sluice.launch;

import org.jspecify.annotations.NullMarked;
