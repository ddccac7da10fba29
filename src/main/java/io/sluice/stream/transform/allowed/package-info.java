/**
 * The allowlists: which plans, expressions and functions a SELECT may have, before Spark looks anything up and after.
 * Public face: {@link io.sluice.stream.transform.allowed.ParsedCheck} and {@link
 * io.sluice.stream.transform.allowed.AnalysedCheck}.
 */
@NullMarked
package io.sluice.stream.transform.allowed;

import org.jspecify.annotations.NullMarked;
