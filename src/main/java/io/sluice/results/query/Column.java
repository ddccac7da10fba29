package io.sluice.results.query;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** A column that a caller can name, in the order and under the name of the API. */
public record Column(String name, DataType type) {

    public ColumnKind kind() {
        return ColumnKind.of(type);
    }

    /** Whether a value can be NaN, which stores order differently. */
    public boolean isFloating() {
        return type.equals(DataTypes.FloatType) || type.equals(DataTypes.DoubleType);
    }
}
