/**
 * The dead letters: records that were rejected, with their bytes, position, stage and reason, in the table that this room
 * alone reads and writes.
 */
@NullMarked
package io.sluice.stream.letters;

import org.jspecify.annotations.NullMarked;
