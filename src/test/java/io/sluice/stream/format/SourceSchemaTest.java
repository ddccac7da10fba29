package io.sluice.stream.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.stream.format.json.JsonFormat;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("a source schema")
class SourceSchemaTest {

    private static List<String> faults(String ddl) {
        return catchThrowableOfType(InvalidSchemaException.class, () -> SourceSchema.parse(new JsonFormat(), ddl))
                .faults();
    }

    @Test
    @DisplayName("is a Spark SQL column list with NOT NULL, comments and nested types")
    void readsColumns() {
        StructType schema = SourceSchema.parse(
                new JsonFormat(),
                "id BIGINT NOT NULL COMMENT 'a > b', `a b` ARRAY<STRUCT<x: DECIMAL(10,2)>>,"
                        + "m MAP<STRING, BINARY>, n TIMESTAMP_NTZ, Id INT, d DATE, t TIMESTAMP, f FLOAT, b BOOLEAN");
        assertThat(schema.fieldNames()).startsWith("id", "a b", "m", "n", "Id");
        assertThat(schema.apply("id").nullable()).isFalse();
        assertThat(schema.apply("n").dataType()).isEqualTo(DataTypes.TimestampNTZType);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @DisplayName("cannot have what JSON cannot be read into, or what is taken")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a INTERVAL|\"a\" has the type INTERVAL, which is not supported",
                "a INTERVAL DAY TO SECOND|\"a\" has the type INTERVAL DAY TO SECOND, which is not supported",
                "a INTERVAL YEAR|\"a\" has the type INTERVAL YEAR, which is not supported",
                "a VOID|\"a\" has the type VOID, which is not supported",
                "a CHAR(5)|\"a\" has the type CHAR",
                "a ARRAY<VARCHAR(5)>|\"a[]\" has the type VARCHAR(5), which is not supported",
                "a STRUCT<b: MAP<STRING, VOID>>|\"a.b[]\" has the type VOID, which is not supported",
                "a MAP<INT, STRING>|\"a\" is a MAP with keys of type INT; in JSON they can only be STRING",
                "a STRUCT<>|\"a\" is a STRUCT without fields",
                "a INT, a STRING|the name \"a\" stands twice",
                "a STRUCT<b: INT, b: INT>|the name \"a.b\" stands twice",
                "_topic STRING|the column name \"_topic\" is taken by what every record has itself",
                "_headers STRING|the column name \"_headers\" is taken by what every record has itself",
                " |the schema is empty; name at least one column, such as: id BIGINT NOT NULL",
                "a INT /* x */|the schema has a comment in /* */; use COMMENT 'text' after a column instead",
            })
    void rejectsUnusable(String ddl, String fault) {
        assertThat(faults(ddl == null ? " " : ddl)).singleElement().asString().startsWith(fault);
    }

    @ParameterizedTest
    @DisplayName("that is no column list is rejected in one line, with the place")
    @ValueSource(
            strings = {
                "a",
                "a INT,",
                "a INT DEFAULT 3",
                "a INT GENERATED ALWAYS AS (1)",
                "a NOSUCH",
                "SELECT 1",
                "a INT; b INT",
                "a DECIMAL(99,2)",
                "a DECIMAL(2,9)",
                "a DECIMAL(((((",
                "a STRUCT<b INT",
                "-- a INT",
                "a INT) --"
            })
    void rejectsOtherText(String ddl) {
        assertThat(faults(ddl))
                .singleElement()
                .asString()
                .startsWith("the schema is not a column list such as: id BIGINT NOT NULL, name STRING (")
                .hasLineCount(1)
                .doesNotContain("== SQL ==");
    }

    @Test
    @DisplayName("an unknown type is answered with those that there are")
    void listsTypes() {
        assertThat(faults("a TEXT"))
                .singleElement()
                .asString()
                .contains("\"TEXT\"")
                .endsWith(
                        "use one of STRING, BOOLEAN, TINYINT, SMALLINT, INT, BIGINT, FLOAT, DOUBLE, DECIMAL(p,s), DATE,"
                                + " TIMESTAMP, TIMESTAMP_NTZ, BINARY, ARRAY, STRUCT or MAP");
    }

    @Test
    @DisplayName("names every fault at once")
    void namesEveryFault() {
        assertThat(faults("_key STRING, a VOID, b INT, b INT")).hasSize(3);
    }

    @Test
    @DisplayName("cannot overflow the parser's stack, whatever brackets hide in quotes")
    void boundsDepth() {
        String closers = "x INT COMMENT '" + ">".repeat(6000) + "', ";
        String nested = "a " + "ARRAY<".repeat(6000);
        assertThat(faults(nested)).containsExactly("the schema is nested deeper than 50 levels");
        assertThat(faults(closers + nested)).containsExactly("the schema is nested deeper than 50 levels");
        assertThat(faults("a INT --" + ">".repeat(6000) + "\n," + nested))
                .containsExactly("the schema is nested deeper than 50 levels");
        assertThat(faults("x".repeat(70_000))).containsExactly("the schema is longer than 65536 characters");
        assertThat(faults("a " + "(".repeat(60_000))).hasSize(1);
        assertThat(SourceSchema.parse(new JsonFormat(), "a " + "ARRAY<".repeat(50) + "INT" + ">".repeat(50))
                        .size())
                .isOne();
    }

    @Test
    @DisplayName("reserves names only at the top and exactly")
    void reservesTopLevelNames() {
        assertThat(SourceSchema.parse(new JsonFormat(), "a STRUCT<_id: INT>, _ID INT")
                        .size())
                .isEqualTo(2);
        assertThat(SourceSchema.parse(new JsonFormat(), "_id STRING, _source STRUCT<a: INT>, _ingested_at STRING")
                        .size())
                .isEqualTo(3);
    }
}
