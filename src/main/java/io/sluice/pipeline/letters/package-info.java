/**
 * The records that pipelines rejected, over REST: found, counted, tried under a definition, carried through their
 * pipeline again, also with other values, and forgotten. Lists are read as results are. Public face: {@link
 * io.sluice.pipeline.letters.Replays}, for who must not change a pipeline meanwhile.
 */
@NullMarked
package io.sluice.pipeline.letters;

import org.jspecify.annotations.NullMarked;
