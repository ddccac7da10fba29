/** Benchmarks: programs to be run by hand on a quiet machine, not tests. See docs/benchmarks.md. */
@NullMarked
package io.sluice.bench;

import org.jspecify.annotations.NullMarked;
