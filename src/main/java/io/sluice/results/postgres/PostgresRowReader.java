package io.sluice.results.postgres;

import io.sluice.results.query.Column;
import io.sluice.results.query.Columns;
import io.sluice.results.query.Json;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.jspecify.annotations.Nullable;

/** Makes the item of a row whose columns were selected in the given order. */
record PostgresRowReader(Columns columns) {

    Map<String, @Nullable Object> read(ResultSet row) throws SQLException {
        Map<String, @Nullable Object> item = new LinkedHashMap<>();
        int index = 1;
        for (Column column : columns.all()) {
            Object value = row.getObject(index) == null ? null : value(row, index, column.type());
            item.put(column.name(), value);
            index++;
        }
        return item;
    }

    private static @Nullable Object value(ResultSet row, int index, DataType type) throws SQLException {
        if (type instanceof DecimalType decimal) {
            BigDecimal value = row.getBigDecimal(index);
            return value == null ? null : Json.decimal(value, decimal);
        }
        return switch (type.typeName()) {
            case "byte", "short", "integer", "long" -> row.getLong(index);
            case "float" -> row.getFloat(index);
            case "double" -> row.getDouble(index);
            case "boolean" -> row.getBoolean(index);
            case "date" -> row.getObject(index, LocalDate.class).toString();
            case "timestamp" ->
                Json.timestamp(row.getObject(index, OffsetDateTime.class).toInstant());
            case "timestamp_ntz" -> Json.local(row.getObject(index, LocalDateTime.class));
            case "binary" -> Base64.getEncoder().encodeToString(row.getBytes(index));
            case "struct", "array", "map" -> Json.nested(row.getString(index), type);
            default -> row.getString(index);
        };
    }
}
