/**
 * The fault harness: kills the application and its services at named points and at random, and holds every record to an
 * oracle of its own. {@code FaultsIT} is the short run, {@code LongRun} the long one.
 */
@NullMarked
package io.sluice.faults;

import org.jspecify.annotations.NullMarked;
