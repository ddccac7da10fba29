package io.sluice.stream.store.postgres.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.stream.store.postgres.PostgresStore;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresTypesTest {

    private final PostgresStore store =
            new PostgresStore(new LedgerAccess("jdbc:postgresql://localhost/x", null, null));

    private static DataType type(String ddl) {
        return StructType.fromDDL("c " + ddl).fields()[0].dataType();
    }

    private Optional<String> objection(String name, DataType type) {
        return store.objection(new StructField(name, type, true, org.apache.spark.sql.types.Metadata.empty()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "STRING|text",
                "VARCHAR(5)|text",
                "INT|integer",
                "BIGINT|bigint",
                "SMALLINT|smallint",
                "TINYINT|smallint",
                "FLOAT|real",
                "DOUBLE|double precision",
                "DECIMAL(12,3)|numeric(12,3)",
                "BOOLEAN|boolean",
                "DATE|date",
                "TIMESTAMP|timestamptz",
                "TIMESTAMP_NTZ|timestamp",
                "BINARY|bytea",
                "STRUCT<a: INT>|jsonb",
                "ARRAY<ARRAY<DATE>>|jsonb",
                "MAP<STRING, STRUCT<x: BINARY>>|jsonb"
            })
    @DisplayName("each type of the contract has its column type")
    void eachTypeHasItsColumnType(String ddl, String expected) {
        assertThat(PostgresTypes.of(type(ddl))).contains(expected);
        assertThat(objection("c", type(ddl))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INTERVAL DAY TO SECOND",
                "INTERVAL YEAR",
                "MAP<INT, STRING>",
                "ARRAY<MAP<DATE, INT>>",
                "STRUCT<a: ARRAY<INTERVAL DAY>>"
            })
    @DisplayName("a type without a column type is objected to, by the column's name")
    void typeWithoutAColumnTypeIsObjectedTo(String ddl) {
        assertThat(PostgresTypes.of(type(ddl))).isEmpty();
        assertThat(objection("odd", type(ddl)).orElse("")).startsWith("column odd has ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\0b", "xmin", "ctid", "_offset", "ééééééééééééééééééééééééééééééééé"})
    @DisplayName("a name that Postgres would refuse, cut or confuse is objected to")
    void nameThatPostgresWouldChangeIsObjectedTo(String name) {
        assertThat(objection(name, DataTypes.StringType)).isPresent();
    }

    @Test
    @DisplayName("any other name is fine, and quoted")
    void otherNamesAreQuoted() {
        String odd = "Select \"x\"; --";
        assertThat(objection(odd, DataTypes.StringType)).isEmpty();
        assertThat(PostgresNames.quote(odd)).isEqualTo("\"Select \"\"x\"\"; --\"");
        assertThat(objection("n", DataTypes.NullType).orElse("")).contains("CAST");
        assertThatThrownBy(() -> PostgresNames.qualified("sluice", "fences")).hasMessageContaining("Sluice's own");
    }
}
