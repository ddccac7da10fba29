/** The demonstration against a real broker. */
@NullMarked
package io.sluice.demo;

import org.jspecify.annotations.NullMarked;
