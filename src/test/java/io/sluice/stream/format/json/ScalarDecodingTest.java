package io.sluice.stream.format.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.apache.spark.sql.types.Decimal;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("a column of a simple type")
class ScalarDecodingTest {

    @Test
    @DisplayName("an offset without a colon is no offset, and the reason says so")
    void offsetWithoutColon() throws Exception {
        assertThat(Decoding.reason("v TIMESTAMP", "{\"v\":\"2009-04-01T00:00:00.000-0700\"}"))
                .endsWith("; its offset needs a colon, such as -07:00");
    }

    @ParameterizedTest(name = "{0} {1}")
    @DisplayName("takes a whole number however it is written")
    @CsvSource({
        "TINYINT, 127, 127",
        "TINYINT, -128, -128",
        "SMALLINT, -32768, -32768",
        "INT, 1.0, 1",
        "INT, 1e2, 100",
        "INT, 1200e-2, 12",
        "INT, 0.12E+2, 12",
        "INT, -0, 0",
        "INT, 0e999999999999999999999, 0",
        "INT, 2147483647, 2147483647",
        "INT, 100000000000000000000e-20, 1",
        "BIGINT, 9223372036854775807, 9223372036854775807",
        "BIGINT, -9223372036854775808, -9223372036854775808",
        "BIGINT, 9.223372036854775807e18, 9223372036854775807",
        "BIGINT, 1000000000000000000, 1000000000000000000",
        "BIGINT, 0.000000000000000000000001e24, 1",
    })
    void takesWholeNumbers(String type, String literal, long expected) throws Exception {
        assertThat(((Number) Decoding.value(type, literal)).longValue()).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} {1}")
    @DisplayName("takes a decimal that fits exactly, with the column's scale")
    @CsvSource({
        "'DECIMAL(10,2)', 1.2300, 1.23",
        "'DECIMAL(10,2)', 12345678.9, 12345678.90",
        "'DECIMAL(10,2)', -1e-2, -0.01",
        "'DECIMAL(10,2)', 0.000, 0.00",
        "'DECIMAL(10,2)', 1e7, 10000000.00",
        "'DECIMAL(18,0)', 999999999999999999, 999999999999999999",
        "'DECIMAL(18,18)', 0.999999999999999999, 0.999999999999999999",
        "'DECIMAL(19,2)', 99999999999999999.99, 99999999999999999.99",
        "'DECIMAL(38,0)', 99999999999999999999999999999999999999, 99999999999999999999999999999999999999",
        "'DECIMAL(38,38)', -0.00000000000000000000000000000000000001, -0.00000000000000000000000000000000000001",
        "'DECIMAL(38,10)', 1e27, 1000000000000000000000000000.0000000000",
        "'DECIMAL(38,10)', 0e99999999999, 0.0000000000",
    })
    void takesDecimals(String type, String literal, BigDecimal expected) throws Exception {
        Decimal decimal = (Decimal) Decoding.value(type, literal);
        assertThat(decimal.toJavaBigDecimal()).isEqualTo(expected);
        assertThat(decimal.scale()).isEqualTo(expected.scale());
    }

    @ParameterizedTest
    @DisplayName("takes as DOUBLE what can be told from the double again")
    @ValueSource(
            strings = {
                "0.1",
                "0.10000000000000001",
                "-0.0",
                "0",
                "1e22",
                "1e23",
                "100000000000000000000000",
                "123456789012345e-30",
                "1.7976931348623157e308",
                "2.2250738585072014e-308",
                "5e-324",
                "4.9E-324",
                "9007199254740992",
                "9007199254740994",
                "3.141592653589793",
                "1.50000000000000000000000000000000000000",
                "0.1000000000000000055511151231257827021181583404541015625",
            })
    void takesDoubles(String literal) throws Exception {
        assertThat(Decoding.value("DOUBLE", literal)).isEqualTo(Double.valueOf(literal));
    }

    @ParameterizedTest
    @DisplayName("takes as FLOAT what can be told from the float again")
    @ValueSource(strings = {"0.1", "-0.0", "16777216", "3.4028235e38", "1.4e-45", "0.33333334", "1e10", "999999e-10"})
    void takesFloats(String literal) throws Exception {
        assertThat(Decoding.value("FLOAT", literal)).isEqualTo(Float.valueOf(literal));
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @DisplayName("rejects a number that it cannot hold, and says so")
    @CsvSource(
            delimiter = '|',
            value = {
                "TINYINT|128|128 is out of range for a TINYINT (-128 to 127)",
                "SMALLINT|-32769|-32769 is out of range for a SMALLINT (-32768 to 32767)",
                "INT|1.5|1.5 is not an INT",
                "INT|1e-1|1e-1 is not an INT",
                "INT|3000000000|3000000000 is out of range for an INT (-2147483648 to 2147483647)",
                "INT|1e999999999|1e999999999 is out of range for an INT (-2147483648 to 2147483647)",
                "INT|1e-999999999|1e-999999999 is not an INT",
                "INT|\"12\"|\"12\" is not an INT",
                "INT|true|true is not an INT",
                "INT|{}|an object is not an INT",
                "INT|[1]|an array is not an INT",
                "BIGINT|9223372036854775808|9223372036854775808 is out of range for a BIGINT"
                        + " (-9223372036854775808 to 9223372036854775807)",
                "BIGINT|1e19|1e19 is out of range for a BIGINT (-9223372036854775808 to 9223372036854775807)",
                "DECIMAL(10,2)|1.239|1.239 is not a DECIMAL(10,2): it has more than 2 decimals",
                "DECIMAL(10,2)|1e8|1e8 is out of range for a DECIMAL(10,2)",
                "DECIMAL(10,2)|1e999999999|1e999999999 is out of range for a DECIMAL(10,2)",
                "DECIMAL(38,0)|100000000000000000000000000000000000000"
                        + "|100000000000000000000000000000000000000 is out of range for a DECIMAL(38,0)",
                "DECIMAL(10,2)|\"1.23\"|\"1.23\" is not a DECIMAL(10,2)",
                "DOUBLE|9007199254740993|9007199254740993 does not fit into a DOUBLE without loss",
                "DOUBLE|1e400|1e400 does not fit into a DOUBLE without loss",
                "DOUBLE|1e-400|1e-400 does not fit into a DOUBLE without loss",
                "DOUBLE|-1e999999999999|-1e999999999999 does not fit into a DOUBLE without loss",
                "DOUBLE|3.1415926535897932385|3.1415926535897932385 does not fit into a DOUBLE without loss",
                "DOUBLE|1.79769313486232e308|1.79769313486232e308 does not fit into a DOUBLE without loss",
                "DOUBLE|1.2345e-322|1.2345e-322 does not fit into a DOUBLE without loss",
                "DOUBLE|\"NaN\"|\"NaN\" is not a DOUBLE",
                "FLOAT|16777217|16777217 does not fit into a FLOAT without loss",
                "FLOAT|3.141592653|3.141592653 does not fit into a FLOAT without loss",
                "FLOAT|1e39|1e39 does not fit into a FLOAT without loss",
                "FLOAT|1e-46|1e-46 does not fit into a FLOAT without loss",
                "STRING|1|1 is not a STRING",
                "STRING|true|true is not a STRING",
                "BOOLEAN|1|1 is not a BOOLEAN",
                "BOOLEAN|\"true\"|\"true\" is not a BOOLEAN",
            })
    void rejectsWhatDoesNotFit(String type, String literal, String what) {
        assertThat(Decoding.reason("v " + type, "{\"v\":" + literal + "}")).isEqualTo("field \"v\": " + what);
    }

    @ParameterizedTest
    @DisplayName("judges a number of a million digits at once and shows its beginning")
    @ValueSource(strings = {"INT", "BIGINT", "DECIMAL(38,10)", "DOUBLE", "FLOAT"})
    void boundsTheCost(String type) {
        String digits = "7".repeat(1_000_000);
        Assertions.assertTimeout(Duration.ofSeconds(10), () -> {
            for (String literal :
                    new String[] {digits, "0." + digits, digits + "e-1000000", "0." + digits + "e999999"}) {
                assertThat(Decoding.reason("v " + type, "{\"v\":" + literal + "}"))
                        .contains(literal.substring(0, 40) + "… ")
                        .hasSizeLessThan(200);
            }
        });
    }

    @Test
    @DisplayName("takes a million needless zeros for what they are")
    void takesManyZeros() throws Exception {
        String zeros = "0".repeat(1_000_000);
        assertThat(Decoding.value("INT", "7." + zeros)).isEqualTo(7);
        assertThat(Decoding.value("BIGINT", "7" + zeros + "e-1000000")).isEqualTo(7L);
        assertThat(Decoding.value("DOUBLE", "0." + zeros + "25e1000000")).isEqualTo(0.25);
        assertThat(Decoding.value("DECIMAL(38,2)", "1.5" + zeros)).hasToString("1.50");
    }

    @ParameterizedTest
    @DisplayName("takes real calendar days as DATE")
    @ValueSource(strings = {"0001-01-01", "1582-10-10", "1970-01-01", "2000-02-29", "2024-02-29", "9999-12-31"})
    void takesDates(String day) throws Exception {
        assertThat(Decoding.value("DATE", "\"" + day + "\""))
                .isEqualTo((int) LocalDate.parse(day).toEpochDay());
    }

    @ParameterizedTest
    @DisplayName("rejects as DATE what is no calendar day")
    @ValueSource(
            strings = {
                "\"2023-02-30\"",
                "\"1900-02-29\"",
                "\"2023-2-3\"",
                "\"2023-13-01\"",
                "\"2023-00-10\"",
                "\"2023-01-00\"",
                "\"0000-01-01\"",
                "\"10000-01-01\"",
                "\"-2023-01-01\"",
                "\"20230101\"",
                "\"2023-01-01T00:00:00\"",
                "\"2023-01-01 \"",
                "\"\"",
                "\"today\"",
                "19358",
                "\"2023-01-0\u0661\""
            })
    void rejectsDates(String literal) {
        assertThat(Decoding.reason("v DATE", "{\"v\":" + literal + "}"))
                .isEqualTo("field \"v\": " + literal + " is not a DATE (yyyy-MM-dd)");
    }

    @ParameterizedTest(name = "{0} is {1}")
    @DisplayName("takes ISO-8601 date-times as TIMESTAMP, in UTC without an offset")
    @CsvSource({
        "2023-01-02T03:04:05Z, 2023-01-02T03:04:05Z",
        "2023-01-02T03:04:05, 2023-01-02T03:04:05Z",
        "2023-01-02T03:04, 2023-01-02T03:04:00Z",
        "2023-01-02T03:04Z, 2023-01-02T03:04:00Z",
        "2023-01-02T03:04:05+02:00, 2023-01-02T01:04:05Z",
        "2023-01-02T03:04:05-0330, ",
        "2023-01-02T03:04:05-03:30, 2023-01-02T06:34:05Z",
        "2023-01-02T03:04:05+02, 2023-01-02T01:04:05Z",
        "2023-01-02T03:04:05.5Z, 2023-01-02T03:04:05.5Z",
        "2023-01-02T03:04:05.123456Z, 2023-01-02T03:04:05.123456Z",
        "2023-01-02T03:04:05.123456000000Z, 2023-01-02T03:04:05.123456Z",
        "0001-01-01T00:00:00Z, 0001-01-01T00:00:00Z",
        "1969-12-31T23:59:59.999999Z, 1969-12-31T23:59:59.999999Z",
        "9999-12-31T23:59:59.999999Z, 9999-12-31T23:59:59.999999Z",
        "2023-01-02T03:04:05.1234567Z, ",
        "2023-01-02T03:04:05.Z, ",
        "2023-01-02 03:04:05, ",
        "2023-01-02t03:04:05z, ",
        "2023-01-02T24:00:00Z, ",
        "2023-01-02T03:60:00Z, ",
        "2023-06-30T23:59:60Z, ",
        "2023-02-30T00:00:00Z, ",
        "2023-01-02, ",
        "2023-01-02T03, ",
        "2023-01-02T03:04:05+24:00, ",
        "2023-01-02T03:04:05+02:60, ",
        "2023-01-02T03:04:05 Z, ",
        "2023-01-02T03:04:05Z[UTC], ",
        "0001-01-01T00:00:00+01:00, ",
        "9999-12-31T23:59:59-00:01, ",
    })
    void readsTimestamps(String text, String expected) throws Exception {
        if (expected == null) {
            assertThat(Decoding.reason("v TIMESTAMP", "{\"v\":\"" + text + "\"}"))
                    .startsWith("field \"v\": \"" + text
                            + "\" is not a TIMESTAMP (ISO-8601, microseconds, years 0001 to 9999 in UTC)");
        } else {
            assertThat(Decoding.value("TIMESTAMP", "\"" + text + "\"")).isEqualTo(micros(expected));
        }
    }

    @ParameterizedTest(name = "{0} is {1}")
    @DisplayName("takes date-times without an offset as TIMESTAMP_NTZ, because an offset would be lost")
    @CsvSource({
        "2023-01-02T03:04:05.678, 2023-01-02T03:04:05.678Z",
        "2023-01-02T03:04, 2023-01-02T03:04:00Z",
        "2023-01-02T03:04:05Z, ",
        "2023-01-02T03:04:05+00:00, ",
    })
    void readsLocalTimestamps(String text, String expected) throws Exception {
        if (expected == null) {
            assertThat(Decoding.reason("v TIMESTAMP_NTZ", "{\"v\":\"" + text + "\"}"))
                    .isEqualTo("field \"v\": \"" + text
                            + "\" is not a TIMESTAMP_NTZ (ISO-8601 without an offset, microseconds)");
        } else {
            assertThat(Decoding.value("TIMESTAMP_NTZ", "\"" + text + "\"")).isEqualTo(micros(expected));
        }
    }

    private static long micros(String instant) {
        Instant at = Instant.parse(instant);
        return at.getEpochSecond() * 1_000_000 + at.getNano() / 1_000;
    }

    @Test
    @DisplayName("takes base64 as BINARY")
    void takesBase64() throws Exception {
        assertThat(Decoding.value("BINARY", "\"\"")).isEqualTo(new byte[0]);
        assertThat(Decoding.value("BINARY", "\"AP+/\"")).isEqualTo(new byte[] {0, -1, -65});
        assertThat(Decoding.value("BINARY", "\"YQ==\"")).isEqualTo(new byte[] {'a'});
        assertThat(Decoding.value("BINARY", "\"A\\u0050+\\/\"")).isEqualTo(new byte[] {0, -1, -65});
    }

    @ParameterizedTest
    @DisplayName("rejects what is not canonical base64")
    @ValueSource(strings = {"\"YQ\"", "\"YR==\"", "\"YQ= =\"", "\"AP-_\"", "\"Y\"", "\"ü\"", "\"YWFh\\n\"", "1"})
    void rejectsBase64(String literal) {
        assertThat(Decoding.reason("v BINARY", "{\"v\":" + literal + "}"))
                .isEqualTo("field \"v\": " + literal + " is not a BINARY (base64 text)");
    }
}
