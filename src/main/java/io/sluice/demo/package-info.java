/**
 * The demonstration: a pipeline {@code quotes}, a feed of sample records into its topic, and the records over REST.
 * Public face: {@link io.sluice.demo.DemoPipeline}. May use topic, pipeline, flow and web.
 */
@NullMarked
package io.sluice.demo;

import org.jspecify.annotations.NullMarked;
