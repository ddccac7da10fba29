/**
 * What a flow is: records and their positions, rejections, the specification of a flow, and the seams of decoder,
 * transform and store. Everything here is serializable where it crosses to executors. Depends on Spark's types only.
 */
@NullMarked
package io.sluice.stream.flow;

import org.jspecify.annotations.NullMarked;
