/**
 * What a flow is: records, their positions and offsets, rejections, counters, and the specification of a flow. Everything
 * here is serializable where it crosses to executors. Depends on Spark's types, and on the Jackson that Spark brings along.
 */
@NullMarked
package io.sluice.stream.flow;

import org.jspecify.annotations.NullMarked;
