package io.sluice.results.query;

import org.apache.spark.sql.types.DataType;

/** A column that a caller can name, in the order and under the name of the API. */
public record Column(String name, DataType type) {

    public ColumnKind kind() {
        return ColumnKind.of(type);
    }
}
