/** The real servers that tests run against, started once per JVM and shared. */
@NullMarked
package io.sluice.testing;

import org.jspecify.annotations.NullMarked;
