package io.sluice.pipeline;

import java.util.Optional;
import org.apache.spark.sql.types.DataType;

/** Tells which type a column gets in a Postgres table. Thread-safe. */
@FunctionalInterface
public interface ColumnTypes {

    /** The Postgres type as it stands in DDL, or empty if no table can have such a column. */
    Optional<String> of(DataType type);
}
