/** Text of records as it may be kept and shown: valid, legible in a terminal, and cut between two characters. */
@NullMarked
package io.sluice.stream.text;

import org.jspecify.annotations.NullMarked;
