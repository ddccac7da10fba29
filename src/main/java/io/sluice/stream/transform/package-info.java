/**
 * The user's SELECT, on the driver: parsed without executing anything, held against what is {@code allowed}, analysed,
 * and compiled for {@code evaluation} record by record inside the task that writes. Public face: {@link
 * io.sluice.stream.transform.Transforms}; what it returns runs on executors. Depends on flow and Spark's Catalyst only.
 */
@NullMarked
package io.sluice.stream.transform;

import org.jspecify.annotations.NullMarked;
