package io.sluice.results.postgres;

import io.sluice.results.query.Column;
import io.sluice.results.query.Columns;
import io.sluice.results.query.Json;
import io.sluice.stream.column.ColumnType;
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
        return switch (ColumnType.of(type)) {
            case TINYINT, SMALLINT, INT, BIGINT -> row.getLong(index);
            case FLOAT -> row.getFloat(index);
            case DOUBLE -> row.getDouble(index);
            case DECIMAL -> {
                BigDecimal value = row.getBigDecimal(index);
                yield value == null ? null : Json.decimal(value, (DecimalType) type);
            }
            case BOOLEAN -> row.getBoolean(index);
            case DATE -> row.getObject(index, LocalDate.class).toString();
            case TIMESTAMP ->
                Json.timestamp(row.getObject(index, OffsetDateTime.class).toInstant());
            case TIMESTAMP_NTZ -> Json.local(row.getObject(index, LocalDateTime.class));
            case BINARY -> Base64.getEncoder().encodeToString(row.getBytes(index));
            case ARRAY, STRUCT, MAP -> Json.nested(row.getString(index), type);
            case STRING -> row.getString(index);
        };
    }
}
