/** The application's entry point; everything else lives in a room of its own below. */
@NullMarked
package io.sluice;

import org.jspecify.annotations.NullMarked;
