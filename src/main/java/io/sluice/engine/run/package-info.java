/**
 * Flows as streaming queries: compiles them, starts them, watches them, reports what they do. Nothing here is public but
 * what Spring has to see: {@link io.sluice.engine.FlowEngine} is its face.
 */
@NullMarked
package io.sluice.engine.run;

import org.jspecify.annotations.NullMarked;
