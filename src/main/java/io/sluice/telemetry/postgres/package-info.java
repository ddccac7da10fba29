/**
 * Postgres as a service of the platform: where it is, whether it takes writes, what its outages look like. Its public
 * face are its beans.
 */
@NullMarked
package io.sluice.telemetry.postgres;

import org.jspecify.annotations.NullMarked;
