/**
 * Mongo as a service of the platform: where it is, whether it answers, what its outages look like. Its public face
 * are its beans. Uses telemetry, web and the store that writes documents.
 */
@NullMarked
package io.sluice.telemetry.mongo;

import org.jspecify.annotations.NullMarked;
