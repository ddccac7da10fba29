package io.sluice.engine;

import io.sluice.stream.flow.Fault;
import java.util.List;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * What analysing a flow found.
 *
 * @param faults empty if the flow can run
 * @param output the columns that the stores get; null if they cannot be told
 */
public record Analysis(List<Fault> faults, @Nullable StructType output) {}
