/**
 * Lets stock Spark 3.5 and Spring Boot 4 live in one JVM: the binary gaps between their dependencies, closed while
 * the classes are loaded. Public face: {@link io.sluice.jvm.LoadTimePatch}. Depends on Byte Buddy only.
 */
@NullMarked
package io.sluice.jvm;

import org.jspecify.annotations.NullMarked;
