/**
 * Shows over REST where a pipeline reads next, and sets it there anew while the pipeline is at rest. Has no public face.
 */
@NullMarked
package io.sluice.pipeline.offsets;

import org.jspecify.annotations.NullMarked;
