/**
 * Proposes the schema of a source from a sample of its topic, over REST. What a value fits is asked of the format's own
 * decoder, and the proposal is tried on every record of the sample before it is answered. Nothing is written or kept.
 */
@NullMarked
package io.sluice.inference;

import org.jspecify.annotations.NullMarked;
