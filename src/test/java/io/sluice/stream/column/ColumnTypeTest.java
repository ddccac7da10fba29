package io.sluice.stream.column;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("the type of a column")
class ColumnTypeTest {

    @Test
    @DisplayName("is found by the word that a schema says it with")
    void namesAreThoseOfSchemas() {
        List<ColumnType> scalars = Arrays.stream(ColumnType.values())
                .filter(type -> type.compareTo(ColumnType.ARRAY) < 0)
                .toList();
        String ddl = String.join(
                ", ", scalars.stream().map(type -> type + "_ " + type).toList());

        assertThat(StructType.fromDDL(ddl).fields())
                .extracting(StructField::dataType)
                .extracting(ColumnType::of)
                .isEqualTo(scalars);
        assertThat(StructType.fromDDL("a ARRAY<INT>, s STRUCT<x: INT>, m MAP<STRING, INT>, v VARCHAR(3), c CHAR(3)")
                        .fields())
                .extracting(StructField::dataType)
                .extracting(ColumnType::of)
                .containsExactly(
                        ColumnType.ARRAY, ColumnType.STRUCT, ColumnType.MAP, ColumnType.STRING, ColumnType.STRING);
    }

    @Test
    @DisplayName("has other values in it if it is an array, a struct or a map, and no other one has")
    void nestedAreArraysStructsAndMaps() {
        assertThat(ColumnType.values())
                .filteredOn(ColumnType::isNested)
                .containsExactly(ColumnType.ARRAY, ColumnType.STRUCT, ColumnType.MAP);
    }

    @Test
    @DisplayName("is not there for what no column can hold")
    void intervalsHaveNone() {
        DataType interval = DataTypes.CalendarIntervalType;

        assertThat(ColumnType.find(interval)).isEmpty();
        assertThat(ColumnType.find(DataTypes.NullType)).isEmpty();
        assertThatThrownBy(() -> ColumnType.of(interval)).hasMessage("No column can have the type INTERVAL");
    }
}
