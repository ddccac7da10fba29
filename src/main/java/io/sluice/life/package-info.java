/**
 * The life of one record over REST: as it stands in Kafka, what the pipeline makes of it, and what became of it in each store
 * and in the dead letters. Changes nothing.
 */
@NullMarked
package io.sluice.life;

import org.jspecify.annotations.NullMarked;
