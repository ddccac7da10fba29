package io.sluice.results;

import org.apache.spark.sql.types.DataType;

/** A column that a caller can name, in the order and under the name of the API. */
record Column(String name, DataType type) {

    ColumnKind kind() {
        return ColumnKind.of(type);
    }
}
