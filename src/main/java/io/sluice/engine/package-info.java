/**
 * What the rest of the application knows of running flows: {@link io.sluice.engine.FlowEngine}, what it takes and what it
 * answers. The rooms inside do the work.
 */
@NullMarked
package io.sluice.engine;

import org.jspecify.annotations.NullMarked;
