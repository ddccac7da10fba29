/**
 * The user's SELECT: parsed without executing anything, held against an allowlist, analysed, and evaluated record by
 * record inside the task that writes. Public face: {@link io.sluice.stream.transform.Transforms} on the driver; what it
 * returns runs on executors. Depends on flow and Spark's Catalyst only.
 */
@NullMarked
package io.sluice.stream.transform;

import org.jspecify.annotations.NullMarked;
