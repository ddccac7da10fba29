package io.sluice.inference;

import static io.sluice.inference.Sampled.field;
import static io.sluice.inference.Sampled.propose;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.inference.SchemaProposal.FieldView;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The type that is proposed for a field")
class ProposedTypesTest {

    /** Values are separated by a space. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '@', textBlock = """
                    1 -2 3.0 1e3                                        | INT
                    0 1073741823                                        | INT
                    0 1073741824                                        | BIGINT
                    -1073741824                                         | BIGINT
                    1 2147483648                                        | BIGINT
                    9223372036854775807                                 | BIGINT
                    1 9223372036854775808                               | DECIMAL(20,0)
                    -123456789012345678901234567890                     | DECIMAL(30,0)
                    1e300                                               | DOUBLE
                    1 2.5                                               | DOUBLE
                    1.1200000000000001 17.9161666666667                 | DOUBLE
                    1.5 100000000000000000000                           | DOUBLE
                    0.1234567890123456789 12                            | DECIMAL(23,19)
                    123456789012345678.12                               | DECIMAL(22,2)
                    true false                                          | BOOLEAN
                    "" "text"                                           | STRING
                    "2026-02-28"                                        | DATE
                    "2026-02-28" "2026-02-30"                           | STRING
                    "2026-02-28" ""                                     | STRING
                    "2026-02-28T10:11:12Z" "2026-02-28T10:11:12.5+01:00" | TIMESTAMP
                    "2026-02-28T10:11:12" "2026-02-28T10:11"            | TIMESTAMP_NTZ
                    "2026-02-28T10:11:12" "2026-02-28T10:11:12Z"        | TIMESTAMP
                    "2026-02-28T10:11:12+0100"                          | STRING
                    "2026-02-28T10:11:12.1234567Z"                      | STRING
                    "2026-02-28" "2026-02-28T10:11:12"                  | STRING
                    [1,2] [] [2147483648]                               | ARRAY<BIGINT>
                    [[1.5],[]]                                          | ARRAY<ARRAY<DOUBLE>>
                    {"a":1} {"b":"x"}                                   | STRUCT<a: INT, b: STRING>
                    [{"a":1},{"b":[true]}]                              | ARRAY<STRUCT<a: INT, b: ARRAY<BOOLEAN>>>
                    1 null                                              | INT
                    """)
    void isTheNarrowestThatDecodesAll(String values, String type) {
        SchemaProposal proposal = ofValues(values.split(" +"));
        assertThat(proposal.schema()).isEqualTo("v " + type);
        assertThat(proposal.undecodable().count()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '@', textBlock = """
                    1 "a"       | 1 texts, 1 numbers
                    1 true      | 1 numbers, 1 booleans
                    {"a":1} [1] | 1 objects, 1 arrays
                    "a" {}      | 1 texts, 1 objects
                    """)
    void isNoneForValuesOfTwoKindsAndTheTextIsKept(String values, String conflict) {
        SchemaProposal proposal = propose(records(values.split(" +"), ",\"other\":1"));
        assertThat(proposal.schema()).isEqualTo("other INT");
        assertThat(proposal.undecodable().count()).isZero();
        assertThat(field(proposal, "v").type()).isNull();
        assertThat(field(proposal, "v").conflicts())
                .containsExactly(conflict + ": no type reads all of them; the schema leaves it out");
        assertThat(proposal.transform())
                .isEqualTo("SELECT `other`, get_json_object(CAST(_value AS STRING), '$.v') AS v FROM source");
        assertThat(proposal.table()).contains("\"other\" integer", "\"v\" text");
    }

    @Test
    void leavesOutWhatHasNoValueAndSaysSo() {
        SchemaProposal proposal = propose("{\"a\":1,\"n\":null,\"e\":[],\"o\":{},\"l\":[null]}");
        assertThat(proposal.schema()).isEqualTo("a INT");
        for (String empty : List.of("n", "e", "o", "l")) {
            FieldView field = field(proposal, empty);
            assertThat(field.type()).as(empty).isNull();
            assertThat(field.hints()).as(empty).singleElement().asString().endsWith("the schema leaves it out");
        }
        assertThat(proposal.transform()).isNull();
    }

    @Test
    void leavesOutArraysOfMixedShapeInsideOfWhatIsKept() {
        SchemaProposal proposal = propose("{\"a\":{\"mixed\":[1,\"a\"],\"plain\":[1]}}");
        assertThat(proposal.schema()).isEqualTo("a STRUCT<plain: ARRAY<INT>>");
        assertThat(field(proposal, "a.mixed[]").conflicts())
                .containsExactly("1 texts, 1 numbers: no type reads all of them; the schema leaves it out");
        assertThat(field(proposal, "a.mixed").hints())
                .containsExactly("as text in the transform: get_json_object(CAST(_value AS STRING), '$.a.mixed')");
    }

    @Test
    void saysWhatANarrowerOneWouldCost() {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            values.add("{\"n\":" + (i < 3 ? 5_000_000_000L : i) + ",\"d\":\"" + (i == 7 ? "soon" : "2026-01-31")
                    + "\",\"price\":" + i + ".25,\"mixed\":" + (i < 10 ? "\"none\"" : "1.5") + "}");
        }
        SchemaProposal proposal = propose(values);
        assertThat(texts(proposal, "n")).containsExactly("INT fits all but 3 of 1,000");
        assertThat(texts(proposal, "d")).containsExactly("DATE fits all but 1 of 1,000");
        assertThat(texts(proposal, "price")).containsExactly("DECIMAL(7,2) fits all 1,000");
        assertThat(texts(proposal, "mixed"))
                .containsExactly("DOUBLE fits all but 10 of 1,000", "STRING fits all but 990 of 1,000");
        assertThat(field(proposal, "n").types()).containsOnly(Map.entry("INT", 997L), Map.entry("BIGINT", 3L));
    }

    @Test
    void isNotNullOnlyWithAHundredValuesAndNoneMissing() {
        String all = "{\"a\":1,\"s\":{\"b\":2}}";
        assertThat(propose(99, all).schema()).isEqualTo("a INT, s STRUCT<b: INT>");
        assertThat(propose(100, all).schema()).isEqualTo("a INT NOT NULL, s STRUCT<b: INT NOT NULL> NOT NULL");
        List<String> values = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            values.add(i == 50 ? "{\"a\":null,\"s\":{}}" : i == 60 ? "{}" : all);
        }
        SchemaProposal proposal = propose(values);
        assertThat(proposal.schema()).isEqualTo("a INT, s STRUCT<b: INT>");
        assertThat(field(proposal, "a").present()).isEqualTo(0.995);
        assertThat(field(proposal, "a").absent()).isEqualTo(0.005);
        assertThat(field(proposal, "s.b").present()).isEqualTo(0.995);
    }

    @Test
    void isBinaryOnlyForConvincingBase64() {
        Random random = new Random(5);
        String[] bytes = Stream.generate(() -> {
                    byte[] each = new byte[20 + random.nextInt(30)];
                    random.nextBytes(each);
                    return quoted(Base64.getEncoder().encodeToString(each));
                })
                .limit(12)
                .toArray(String[]::new);
        SchemaProposal binary = ofValues(bytes);
        assertThat(binary.schema()).isEqualTo("v BINARY");
        assertThat(field(binary, "v").hints()).singleElement().asString().startsWith("every text is base64, and ");
        SchemaProposal few = ofValues(Arrays.copyOf(bytes, 9));
        assertThat(few.schema()).isEqualTo("v STRING");
        assertThat(field(few, "v").hints()).singleElement().asString().startsWith("every text could be base64");
    }

    @ParameterizedTest
    @CsvSource({"Left", "Mind", "quotequotequote1", "Aa34567890123456", "05570a3080693f6e55244e012b3b1ec59516c01b"})
    void isTextForWordsAndCodesOfBase64sAlphabet(String word) {
        assertThat(word.getBytes(StandardCharsets.US_ASCII).length % 4).isZero();
        String[] values = new String[50];
        Arrays.fill(values, quoted(word));
        assertThat(ofValues(values).schema()).isEqualTo("v STRING");
    }

    @Test
    void isATimestampForTimesOfWhichSomeHaveNoOffsetAndSaysHowTheyAreRead() {
        SchemaProposal proposal =
                ofValues(quoted("2026-02-28T10:11:12"), quoted("2026-02-28T10:11:12Z"), quoted("2026-02-28T10:11Z"));
        assertThat(proposal.schema()).isEqualTo("v TIMESTAMP");
        assertThat(field(proposal, "v").conflicts()).containsExactly("1 of 3 have no offset and are read as UTC");
        assertThat(field(proposal, "v").types()).isEqualTo(Map.of("TIMESTAMP", 2L, "TIMESTAMP_NTZ", 1L));
    }

    @Test
    void isANumberForTimesInNumbersWithAHint() {
        SchemaProposal proposal = propose(
                "{\"time\":1691117533180,\"created_at\":1690617099,\"id\":1659529639,\"lastAt\":12}",
                "{\"time\":1691117533190,\"created_at\":1690617100,\"id\":1659529640,\"lastAt\":1690617100}");
        assertThat(proposal.schema()).isEqualTo("time BIGINT, created_at BIGINT, id BIGINT, lastAt BIGINT");
        assertThat(field(proposal, "time").hints())
                .containsExactly("may be millis since 1970, the newest 2023-08-04T02:52:13.190Z; timestamp_millis(…) in"
                        + " the transform makes a TIMESTAMP of it");
        assertThat(field(proposal, "created_at").hints())
                .singleElement()
                .asString()
                .contains("timestamp_seconds(…)");
        assertThat(field(proposal, "id").hints()).isEmpty();
        assertThat(field(proposal, "lastAt").hints()).isEmpty();
    }

    @Test
    void isAMapForManyRareNamesAndAStructForFew() {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            values.add("{\"rare\":{\"k" + i + "\":" + i + ",\"k" + (i + 1) + "\":1.5},\"f\":{\"a\":1,\"b\":2},"
                    + "\"days\":{\"2026-01-" + (10 + i % 20) + "\":{\"n\":" + i + "}},\"unlike\":{\"k" + i + "\":"
                    + (i % 2 == 0 ? "1" : "\"x\"") + "}}");
        }
        SchemaProposal proposal = propose(values);
        assertThat(field(proposal, "rare").type()).isEqualTo("MAP<STRING, DOUBLE>");
        assertThat(field(proposal, "rare").hints())
                .containsExactly("a map, because it has 61 different names, most of them in few objects");
        assertThat(field(proposal, "rare{}").types()).containsKeys("INT", "DOUBLE");
        assertThat(field(proposal, "f").type()).isEqualTo("STRUCT");
        assertThat(field(proposal, "days").type()).isEqualTo("MAP<STRING, STRUCT>");
        assertThat(field(proposal, "days{}.n").type()).isEqualTo("INT");
        assertThat(field(proposal, "unlike").type()).isEqualTo("STRUCT");
        assertThat(proposal.undecodable().count()).isZero();
    }

    private static SchemaProposal ofValues(String... values) {
        return propose(records(values, ""));
    }

    private static List<String> records(String[] values, String more) {
        return Arrays.stream(values)
                .map(value -> "{\"v\":" + value + more + "}")
                .toList();
    }

    private static List<String> texts(SchemaProposal proposal, String path) {
        return field(proposal, path).narrower().stream().map(Narrower::text).toList();
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }
}
