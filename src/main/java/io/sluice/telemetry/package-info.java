/**
 * Tells how the platform is: where the services and Spark are and whether they can be reached, over REST and as health; how
 * the log shows what others bring into it. Public face: {@link io.sluice.telemetry.Service}, of which each service has a
 * bean, {@link io.sluice.telemetry.PlatformParts} and {@link io.sluice.telemetry.LegibleLog}. Uses pipeline (what it lets
 * others read), web and flow.
 */
@NullMarked
package io.sluice.telemetry;

import org.jspecify.annotations.NullMarked;
