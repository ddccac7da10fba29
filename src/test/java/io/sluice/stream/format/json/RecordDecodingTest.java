package io.sluice.stream.format.json;

import static io.sluice.stream.format.json.Decoding.decoder;
import static io.sluice.stream.format.json.Decoding.reason;
import static io.sluice.stream.format.json.Decoding.row;
import static io.sluice.stream.format.json.Decoding.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.stream.format.RecordDecoder;
import io.sluice.stream.format.SourceSchema;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("a record")
class RecordDecodingTest {

    private static String deep(int levels) {
        return "{\"x\":" + "[".repeat(levels - 1) + "]".repeat(levels - 1) + "}";
    }

    @ParameterizedTest(name = "{0}: {1}")
    @DisplayName("is rejected with a stable reason unless it is exactly one JSON object")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "` `|the value is not a JSON object",
                "[1]|the value is not a JSON object",
                "null|the value is not a JSON object",
                "\"{}\"|the value is not a JSON object",
                "{\"a\":1} junk|something follows the JSON object, at byte 8",
                "{\"a\":1}{\"a\":2}|something follows the JSON object, at byte 7",
                "{\"a\":1},|something follows the JSON object, at byte 7",
                "{\"a\":1|not valid JSON: it ends too early",
                "{\"x\":\"1|not valid JSON: it ends too early",
                "{|not valid JSON: it ends too early",
                "{\"a\":1,}|not valid JSON at byte 7",
                "{\"x\":[1,]}|not valid JSON at byte 8",
                "{\"x\" 1}|not valid JSON at byte 5",
                "{'a':1}|not valid JSON at byte 1",
                "{a:1}|not valid JSON at byte 1",
                "{/**/\"a\":1}|not valid JSON at byte 1",
                "{\"a\":01}|not valid JSON at byte 5",
                "{\"a\":1,\"a\":2}|field \"a\": appears twice",
                "{\"a\":1,\"\\u0061\":2}|field \"a\": appears twice",
                "{\"x\":1,\"x\":1}|field \"x\": appears twice",
                "{\"x\":\"\\u0061\\ud83dx\"}|field \"x\": half a surrogate pair (an escape from \\ud800 to \\udfff) is no character",
                "{\"x\":\"\\ud83d\\u0061\"}|field \"x\": half a surrogate pair (an escape from \\ud800 to \\udfff) is no character",
                "{\"\\ud83d\":1}|field \"\\ud83d\": half a surrogate pair (an escape from \\ud800 to \\udfff) is no character",
                "{\"x\":\"\\u00g0\"}|not valid JSON at byte 10",
                "{\"x\":\"\\u00|not valid JSON: it ends too early",
                "{\"x\":\"\\|not valid JSON: it ends too early",
                "{\"x\":tru|not valid JSON: it ends too early",
                "{\"x\":-|not valid JSON: it ends too early",
                "{\"x\":1e+}|not valid JSON at byte 8",
                "{,\"a\":1}|not valid JSON at byte 1",
                "{\"a\":1 \"x\":2}|not valid JSON at byte 7",
                "{\"x\":[1}|not valid JSON at byte 7",
                "{\"x\":{\"y\":[{\"z\":1,\"z\":1}]}}|field \"x.y[0].z\": appears twice",
                "{\"x\":\"\\ud83d\"}|field \"x\": half a surrogate pair (an escape from \\ud800 to \\udfff) is no character",
            })
    void isOneObject(String json, String expected) {
        assertThat(reason("a INT", json)).isEqualTo(expected);
    }

    @ParameterizedTest
    @DisplayName("is held to the grammar also where no column wants the value")
    @ValueSource(
            strings = {
                "NaN",
                "-Infinity",
                "+1",
                ".5",
                "1.",
                "01",
                "-",
                "1e",
                "0x1",
                "1 2",
                "'a'",
                "tru",
                "undefined",
                "\"\\x\"",
                "\"\\u12\"",
                "\"a\tb\"",
                "\"a\nb\"",
                "[1 2]",
                "[,]",
                "{\"b\":}",
                "{\"b\"}",
                "{1:1}",
                "// c\n1",
                "# c\n1",
                ""
            })
    void allowsNoLeniency(String literal) {
        assertThat(reason("a INT", "{\"x\":" + literal + ",\"a\":1}")).startsWith("not valid JSON at byte ");
        assertThat(reason("x STRING", "{\"x\":" + literal + "}"))
                .doesNotContain("Source")
                .doesNotContain("line");
    }

    @ParameterizedTest
    @DisplayName("with half a surrogate pair in a name is rejected, whoever wants the field")
    @ValueSource(strings = {"\\ude00\\ud83d", "\\ud83d", "x\\ude00x"})
    void rejectsHalfCharactersInNames(String name) {
        assertThat(reason("a INT", "{\"" + name + "\":1}")).isNotBlank();
        assertThat(reason("a INT", "{\"x\":{\"" + name + "\":1}}")).isNotBlank();
        assertThat(reason("a MAP<STRING, INT>", "{\"a\":{\"" + name + "\":1}}")).isNotBlank();
    }

    @Test
    @DisplayName("names every field that does not fit, in the record's order, and what is missing")
    void namesAllMisfits() throws Exception {
        String schema = "a INT, b STRING NOT NULL, c STRUCT<x: INT, y: INT>, d ARRAY<INT>, e INT NOT NULL, f INT";
        assertThat(Decoding.reason(
                        schema,
                        "{\"f\":1,\"a\":\"x\",\"c\":{\"x\":[\"}\\\"\"],\"y\":true},\"d\":[1,{\"z\":[]},2],\"b\":null}"))
                .isEqualTo("field \"a\": \"x\" is not an INT; field \"c.x\": an array is not an INT;"
                        + " field \"d[1]\": an object is not an INT; field \"b\": null, but NOT NULL;"
                        + " field \"e\": missing, but NOT NULL");
        assertThat(Decoding.reason(schema, "{\"a\":1.5,\"a\":2,\"f\":\"\",\"c\":1,\"d\":2,\"b\":3,\"e\":null}"))
                .endsWith("field \"d\": 2 is not an ARRAY; and more");
        assertThat(Decoding.reason(schema, "{\"a\":1.5,\"c\":{\"x\":true,\"b\":tru"))
                .isEqualTo("field \"a\": 1.5 is not an INT; field \"c.x\": true is not an INT");
    }

    @Test
    @DisplayName("without a value, and with an empty one, has a reason of its own")
    void tellsTombstonesFromEmptyValues() {
        assertThat(reason(decoder("a INT"), null)).isEqualTo("the record has no value (a tombstone)");
        assertThat(reason("a INT", "")).isEqualTo("the value is empty");
    }

    @Test
    @DisplayName("may have a byte order mark and white space around it")
    void skipsByteOrderMark() throws Exception {
        assertThat(row("a INT", "\uFEFF \r\n\t{ \"a\" : 1 }\n ").getInt(0)).isEqualTo(1);
        assertThat(reason("a INT", "\uFEFF")).isEqualTo("the value is not a JSON object");
        assertThat(reason("a INT", "\uFEFF\uFEFF{}")).isEqualTo("the value is not a JSON object");
        assertThat(reason("a INT", "\uFEFF{\"a\":1}x")).isEqualTo("something follows the JSON object, at byte 10");
    }

    @ParameterizedTest
    @DisplayName("that is not valid UTF-8 is rejected, wherever it is not")
    @ValueSource(
            strings = {
                "80",
                "bf",
                "c0af",
                "c1bf",
                "e080af",
                "f08080af",
                "eda080",
                "edbfbf",
                "eda0bdedb880",
                "f4908080",
                "f8888080",
                "ff",
                "fe",
                "c3",
                "e282",
                "f09f98"
            })
    void rejectsInvalidUtf8(String hex) {
        for (String before : new String[] {"{\"x\":\"", "{\"x\":\"0123456789abcdef", "{\"x\":\"é" + "ü".repeat(3000)}) {
            byte[] value = bytes(utf8(before), HexFormat.of().parseHex(hex), utf8("\"}"));
            assertThat(reason(decoder("x STRING"), value)).isEqualTo("not valid UTF-8 at byte " + utf8(before).length);
        }
    }

    @ParameterizedTest
    @DisplayName("in another encoding is rejected")
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32LE", "UTF-32BE"})
    void rejectsOtherEncodings(String charset) throws Exception {
        assertThat(reason(decoder("a INT"), "{\"a\":1}".getBytes(charset))).isNotBlank();
    }

    @Test
    @DisplayName("keeps every character, escaped or not")
    void keepsText() throws Exception {
        InternalRow row = row(
                "a STRING, b STRING, c STRING, `ключ😀` STRING",
                "{\"a\":\"ü😀\u2028\u007f\",\"b\":\"\\u0000\\ud83d\\ude00\\\"\\\\\\/\\b\\f\\n\\r\\t\",\"c\":\"\","
                        + "\"\\u043a\\u043b\\u044e\\u0447\\ud83d\\ude00\":\"x\"}");
        assertThat(row.getUTF8String(0)).hasToString("ü😀\u2028\u007f");
        assertThat(row.getUTF8String(1)).hasToString("\0😀\"\\/\b\f\n\r\t");
        assertThat(row.getUTF8String(2)).isEqualTo(UTF8String.EMPTY_UTF8);
        assertThat(row.getUTF8String(3)).hasToString("x");
    }

    @Test
    @DisplayName("may nest 100 levels, in columns or beside them, and no more")
    void boundsDepth() throws Exception {
        assertThat(row("a INT", deep(100)).isNullAt(0)).isTrue();
        assertThat(reason("a INT", deep(101))).endsWith(": nested deeper than 100 levels");
        assertThat(reason("a INT", "{\"x\":" + "[".repeat(100_000))).endsWith(": nested deeper than 100 levels");
        assertThat(reason("a INT", "{\"x\":" + "{\"x\":".repeat(100_000)))
                .endsWith(": nested deeper than 100 levels")
                .hasSizeLessThan(300);
    }

    @Test
    @DisplayName("matches field names exactly and ignores or rejects others, also inside structs")
    void handlesUnknownFields() throws Exception {
        String ddl = "a INT, s STRUCT<b: INT>";
        String inside = "{\"s\":{\"c\":[{\"d\":null}],\"b\":2},\"a\":1}";
        assertThat(row(ddl, "{\"A\":7,\"a \":8,\"x\":{\"a\":[9]}}").isNullAt(0)).isTrue();
        assertThat(row(ddl, inside).getStruct(1, 1).getInt(0)).isEqualTo(2);
        RecordDecoder strict = JsonDecoder.factory(SourceSchema.parse(new JsonFormat(), ddl), true)
                .open();
        assertThat(reason(strict, utf8("{\"A\":1}"))).isEqualTo("field \"A\": the schema has no such field");
        assertThat(reason(strict, utf8(inside))).isEqualTo("field \"s.c\": the schema has no such field");
    }

    @Test
    @DisplayName("must have what is NOT NULL, also inside structs")
    void enforcesNotNull() throws Exception {
        String ddl = "a INT NOT NULL, s STRUCT<b: INT NOT NULL, c: INT>, t ARRAY<STRUCT<b: INT NOT NULL>>";
        assertThat(reason(ddl, "{\"a\":null}")).isEqualTo("field \"a\": null, but NOT NULL");
        assertThat(reason(ddl, "{}")).isEqualTo("field \"a\": missing, but NOT NULL");
        assertThat(reason(ddl, "{\"a\":1,\"s\":{}}")).isEqualTo("field \"s.b\": missing, but NOT NULL");
        assertThat(reason(ddl, "{\"a\":1,\"t\":[{\"b\":1},{\"b\":null}]}"))
                .isEqualTo("field \"t[1].b\": null, but NOT NULL");
        assertThat(row(ddl, "{\"a\":1,\"s\":{\"b\":2},\"t\":[null]}").getInt(0)).isEqualTo(1);
    }

    @Test
    @DisplayName("leaves nothing behind for the next one, nor does a rejected one")
    void resetsTheRow() throws Exception {
        RecordDecoder decoder = decoder("a INT, s STRUCT<b: INT>");
        decoder.decode(utf8("{\"a\":1,\"s\":{\"b\":2},\"u\":1}"));
        assertThat(reason(decoder, utf8("{\"a\":3,\"s\":{\"b\":4},\"u\":\"\\ud800\"}")))
                .contains("surrogate");
        InternalRow row = decoder.decode(utf8("{\"u\":1,\"s\":{}}"));
        assertThat(row.isNullAt(0)).isTrue();
        assertThat(row.getStruct(1, 1).isNullAt(0)).isTrue();
    }

    @Test
    @DisplayName("reads arrays, maps and structs within each other, in order")
    void readsNestedValues() throws Exception {
        InternalRow row = row(
                "m MAP<STRING, ARRAY<STRUCT<k: STRING, n: BIGINT>>>, e ARRAY<INT>",
                "{\"m\":{\"z\":[{\"n\":1,\"k\":\"x\"},null],\"\\u0061\":[],\"\":null},\"e\":[1,null,3]}");
        var map = row.getMap(0);
        assertThat(map.keyArray().getUTF8String(0)).hasToString("z");
        assertThat(map.keyArray().getUTF8String(1)).hasToString("a");
        assertThat(map.valueArray().getArray(0).getStruct(0, 2).getUTF8String(0))
                .hasToString("x");
        assertThat(map.valueArray().getArray(0).getStruct(0, 2).getLong(1)).isEqualTo(1);
        assertThat(map.valueArray().getArray(0).isNullAt(1)).isTrue();
        assertThat(map.valueArray().getArray(1).numElements()).isZero();
        assertThat(map.valueArray().isNullAt(2)).isTrue();
        assertThat(row.getArray(1).getInt(2)).isEqualTo(3);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @DisplayName("names the path of what does not fit")
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"m\":{\"k\":[{\"n\":1},{\"n\":1.5}]}}|field \"m[k][1].n\": 1.5 is not a BIGINT",
                "{\"m\":{\"k\":1}}|field \"m[k]\": 1 is not an ARRAY",
                "{\"m\":{\"k\":[7]}}|field \"m[k][0]\": 7 is not a STRUCT (a JSON object)",
                "{\"m\":[]}|field \"m\": an array is not a MAP (a JSON object)",
                "{\"m\":{\"k\":[],\"k\":[]}}|field \"m[k]\": appears twice",
                "{\"m\":{\"\\u0000\\n\":1}}|field \"m[\\u0000\\u000a]\": 1 is not an ARRAY",
            })
    void namesThePath(String json, String expected) {
        assertThat(reason("m MAP<STRING, ARRAY<STRUCT<n: BIGINT>>>", json)).isEqualTo(expected);
    }

    @Test
    @DisplayName("shows a long literal shortened, between characters")
    void shortensLiterals() {
        assertThat(reason("a INT", "{\"a\":\"x" + "ü".repeat(100) + "\"}"))
                .isEqualTo("field \"a\": \"x" + "ü".repeat(19) + "…\" is not an INT");
        assertThat(reason("a INT", "{\"a\":\"\\u0000\\\"}\"}"))
                .isEqualTo("field \"a\": \"\\u0000\\\"}\" is not an INT");
    }

    @Test
    @DisplayName("may have strings beyond Jackson's usual limit, but no endless names")
    void takesLargeRecords() throws Exception {
        String large = "x".repeat(25_000_000);
        assertThat(row("a STRING", "{\"a\":\"" + large + "\"}").getUTF8String(0).numBytes())
                .isEqualTo(25_000_000);
        assertThat(row("a STRING", "{\"a\":\"\\n" + large + "\"}")
                        .getUTF8String(0)
                        .numBytes())
                .isEqualTo(25_000_001);
        assertThat(reason("a INT", "{\"" + "n".repeat(1_000_000) + "\":1}"))
                .isEqualTo("a field name is longer than 50000 characters");
    }

    @Test
    @DisplayName("is decoded alike after its decoder's factory has travelled")
    void factoryIsSerializable() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new ObjectOutputStream(out)
                .writeObject(JsonDecoder.factory(SourceSchema.parse(new JsonFormat(), "a INT"), true));
        Object copy = new ObjectInputStream(new ByteArrayInputStream(out.toByteArray())).readObject();
        assertThat(((RecordDecoder.Factory) copy)
                        .open()
                        .decode("{\"a\":5}".getBytes(StandardCharsets.UTF_8))
                        .getInt(0))
                .isEqualTo(5);
    }

    private static byte[] bytes(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
