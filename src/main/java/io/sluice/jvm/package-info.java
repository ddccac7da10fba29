/**
 * Lets stock Spark 3.5 and Spring Boot 4 live in one JVM (the binary gaps between their dependencies, closed while the
 * classes are loaded), and ends that JVM when its memory is exhausted. Public face: {@link io.sluice.jvm.LoadTimePatch}
 * and {@link io.sluice.jvm.MemoryExhaustion}. Depends on Byte Buddy only.
 */
@NullMarked
package io.sluice.jvm;

import org.jspecify.annotations.NullMarked;
