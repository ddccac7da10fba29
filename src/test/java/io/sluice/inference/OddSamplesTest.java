package io.sluice.inference;

import static io.sluice.inference.Sampled.field;
import static io.sluice.inference.Sampled.propose;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.inference.SchemaProposal.ExampleView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A sample that is not as one would expect")
class OddSamplesTest {

    @Test
    void withoutRecordsHasNoSchemaAndSaysWhy() {
        SchemaProposal proposal = propose(List.of());
        assertThat(proposal.schema()).isNull();
        assertThat(proposal.table()).isNull();
        assertThat(proposal.shapes()).isEmpty();
        assertThat(proposal.notices())
                .containsExactly("Topic 'sample' has no records to read. Append some, then repeat the request.");
    }

    @Test
    void whatATolerancePermitsIsProposedAndItsMisfitsAreNamed() {
        List<byte[]> records = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            String rating = i % 250 == 0 ? "\"none\"" : String.valueOf(i);
            records.add(("{\"id\":" + (i == 7 ? "3000000000" : String.valueOf(i)) + ",\"rating\":" + rating + "}")
                    .getBytes(UTF_8));
        }
        byte[][] sample = records.toArray(byte[][]::new);
        assertThat(Sampled.propose(0, sample).schema()).isEqualTo("id BIGINT NOT NULL");
        SchemaProposal tolerant = Sampled.propose(0.01, sample);
        assertThat(tolerant.schema()).isEqualTo("id INT NOT NULL, rating INT NOT NULL");
        assertThat(tolerant.undecodable().count()).isEqualTo(5);
        assertThat(tolerant.undecodable().examples())
                .extracting(example -> example.offset() + " " + example.reason())
                .hasSize(5)
                .anyMatch(example -> example.startsWith("7 field \"id\""))
                .anyMatch(example -> example.startsWith("250 field \"rating\""));
        assertThat(Sampled.field(tolerant, "rating").hints())
                .containsExactly("proposed because of the tolerance: INT fits all but 4 of 1,000");
        // Each alone would be tolerated, but not both together.
        SchemaProposal less = Sampled.propose(0.0045, sample);
        assertThat(less.schema()).isEqualTo("id INT NOT NULL");
        assertThat(less.undecodable().count()).isEqualTo(1);
    }

    @Test
    void recordsThatNoSchemaDecodesAreCountedWithTheDecodersReasons() {
        SchemaProposal proposal = propose(
                null,
                "",
                "no JSON",
                "[1]",
                "7",
                "{\"a\":1,\"a\":2}",
                "{\"o\":{\"b\":1,\"b\":2}}",
                "{\"a\":1} {}",
                "{\"a\":\"\\ud800\"}",
                "{\"a\":1}");
        assertThat(proposal.schema()).isEqualTo("a INT");
        assertThat(proposal.undecodable().count()).isEqualTo(9);
        assertThat(proposal.undecodable().examples().stream().map(ExampleView::reason))
                .containsExactly(
                        "the record has no value (a tombstone)",
                        "the value is empty",
                        "the value is not a JSON object",
                        "the value is not a JSON object",
                        "the value is not a JSON object");
        SchemaProposal none = propose("[1]", "2");
        assertThat(none.schema()).isNull();
        assertThat(none.notices()).singleElement().asString().startsWith("None of the 2 records is what");
        assertThat(propose("{\"a\":null}").notices()).singleElement().asString().startsWith("None of the fields");
    }

    @Test
    void namesAreQuotedAndThoseThatNoColumnCanHaveAreLeftOut() {
        List<String> words = List.of(
                "select",
                "from",
                "user",
                "timestamp",
                "length",
                "order",
                "not",
                "null",
                "table",
                "comment",
                "struct",
                "interval",
                "1d",
                "7",
                "ä",
                "a b",
                "a.b",
                "a`b",
                "a\\\"b",
                "a'b",
                "a<b",
                "$x",
                "-- x",
                "A",
                "a");
        String record = words.stream().map(word -> "\"" + word + "\":1").collect(Collectors.joining(",", "{", "}"));
        SchemaProposal proposal =
                propose(record.replace("{", "{\"_offset\":1,\" \":1,\"x\\u0000y\":1,\"in\":" + record + ","));
        assertThat(proposal.undecodable().count()).isZero();
        assertThat(proposal.schema())
                .contains("`a.b` INT", "`a``b` INT", "`a\"b` INT", "`1d` INT", "`-- x` INT", "select INT", "`$x` INT")
                .contains("in STRUCT<select: INT, ")
                .doesNotContain("_offset", "x\0y");
        assertThat(field(proposal, "_offset").conflicts())
                .singleElement()
                .asString()
                .contains("column of this name");
        assertThat(field(proposal, "`x\\u0000y`").conflicts())
                .singleElement()
                .asString()
                .contains("control characters");
        assertThat(field(proposal, "`a.b`").type()).isEqualTo("INT");
        assertThat(field(proposal, "in.`a``b`").type()).isEqualTo("INT");
        assertThat(proposal.transform()).contains("`a.b` AS a_b", "`$x` AS x", "`select`");
        assertThat(proposal.table()).startsWith("CREATE TABLE").contains("\"a_b\" integer");
    }

    @Test
    void manyStructsWithQuotedNamesAreNoDeepSchema() {
        String fields = IntStream.range(0, 80)
                .mapToObj(i -> "\"f-" + i + "\":{\"a\":" + i + "}")
                .collect(Collectors.joining(","));
        assertThat(propose("{" + fields + "}").schema()).contains("`f-79` STRUCT<a: INT>");
    }

    @Test
    void whatIsNestedTooDeepIsLeftOut() {
        SchemaProposal deep = propose("{\"a\":1,\"d\":" + "{\"d\":".repeat(60) + "1" + "}".repeat(60) + "}");
        assertThat(deep.schema()).isEqualTo("a INT");
        assertThat(deep.undecodable().count()).isZero();
        assertThat(propose("{\"d\":" + "[".repeat(20) + "1" + "]".repeat(20) + "}")
                        .schema())
                .isEqualTo("d " + "ARRAY<".repeat(20) + "INT" + ">".repeat(20));
        SchemaProposal deeper = propose("{\"a\":1,\"d\":" + "[".repeat(101) + "]".repeat(101) + "}", "{\"a\":2}");
        assertThat(deeper.schema()).isEqualTo("a INT");
        assertThat(deeper.undecodable().examples().get(0).reason()).contains("nested deeper than 100 levels");
    }

    @Test
    void thousandsOfNamesAreAMapInsideAndAreCutOutside() {
        String names = IntStream.range(0, 10_000)
                .mapToObj(i -> "\"name" + i + "\":" + i)
                .collect(Collectors.joining(",", "{", "}"));
        SchemaProposal inside = propose("{\"m\":" + names + "}");
        assertThat(inside.schema()).isEqualTo("m MAP<STRING, INT>");
        assertThat(field(inside, "m{}").types()).containsEntry("INT", 10_000L);
        SchemaProposal outside = propose(names);
        assertThat(outside.undecodable().count()).isZero();
        assertThat(outside.fields()).hasSize(Place.MOST_NAMES);
        assertThat(outside.schema()).startsWith("name0 INT, ").endsWith(", name999 INT");
        assertThat(outside.notices())
                .containsExactly(
                        "The records have more than 1000 different names; those that came after are left out.");
    }

    @Test
    void wideAndDeepOnesStayWithinBounds() {
        StringBuilder value = new StringBuilder("{");
        for (int i = 0; i < 900; i++) {
            value.append(i == 0 ? "" : ",")
                    .append("\"a_rather_long_name_of_a_column_")
                    .append(i)
                    .append("\":{");
            for (int j = 0; j < 40; j++) {
                value.append(j == 0 ? "" : ",")
                        .append("\"inner_")
                        .append(j)
                        .append("\":")
                        .append(j % 2 == 0 ? "1" : "\"x\"");
            }
            value.append('}');
        }
        SchemaProposal proposal = propose(value.append('}').toString());
        assertThat(proposal.undecodable().count()).isZero();
        assertThat(proposal.schema()).hasSizeLessThan(65_536).contains("a_rather_long_name_of_a_column_0 STRUCT<");
        assertThat(proposal.fields()).hasSizeLessThanOrEqualTo(Report.MOST);
        assertThat(proposal.notices()).hasSize(3);
    }

    @Test
    void hugeTextsAreShownShort() {
        SchemaProposal proposal =
                propose("{\"t\":\"" + "x\\u001b".repeat(500_000) + "\",\"n\":" + "1".repeat(100_000) + "}");
        assertThat(proposal.schema()).isEqualTo("t STRING");
        assertThat(field(proposal, "t").examples())
                .singleElement()
                .asString()
                .hasSizeLessThan(600)
                .contains("\\u001b");
        assertThat(field(proposal, "n").conflicts())
                .singleElement()
                .asString()
                .contains("more digits than any type holds");
        assertThat(propose("{\"t\":\"a\"}", "{\"t\":\"a\"}", "{\"t\":\"b\"}", "{\"t\":\"c\"}", "{\"t\":\"d\"}")
                        .fields()
                        .get(0)
                        .examples())
                .containsExactly("a", "b", "c");
    }

    @Test
    void namesThatAStoreRefusesAreChangedByTheTransform() {
        SchemaProposal proposal =
                propose("{\"_id\":{\"$oid\":\"55f1\"},\"id_oid\":1,\"xmin\":2,\"list\":[{\"a.b\":1}]}");
        assertThat(proposal.schema())
                .isEqualTo("_id STRUCT<`$oid`: STRING>, id_oid INT, xmin INT, list ARRAY<STRUCT<`a.b`: INT>>");
        assertThat(proposal.transform())
                .isEqualTo(
                        "SELECT `_id`.`$oid` AS id_oid_2, `id_oid`, `xmin` AS xmin_2, to_json(`list`) AS list_2 FROM source");
    }

    @Test
    void twoShapesAreReportedAsTwo() {
        String[] values = new String[120];
        Arrays.setAll(
                values,
                i -> i % 3 == 0
                        ? "{\"type\":\"order\",\"data\":{\"amount\":" + i + ",\"currency\":\"EUR\"}}"
                        : "{\"type\":\"visit\",\"data\":{\"url\":\"u\",\"seconds\":" + i + "}}");
        List<SchemaProposal.ShapeView> shapes = propose(values).shapes();
        assertThat(shapes).hasSize(2);
        assertThat(shapes.get(0).when()).isEqualTo("`type` = 'visit'");
        assertThat(shapes.get(0).share()).isEqualTo(0.6667);
        assertThat(shapes.get(0).records()).isEqualTo(80);
        assertThat(shapes.get(0).schema()).isEqualTo("type STRING, data STRUCT<url: STRING, seconds: INT>");
        assertThat(shapes.get(1).when()).isEqualTo("`type` = 'order'");

        Arrays.setAll(
                values, i -> i % 3 == 0 ? "{\"a\":1,\"b\":2,\"c\":" + i + "}" : "{\"x\":1,\"y\":" + i + ",\"c\":1}");
        assertThat(propose(values).shapes().stream().map(shape -> shape.when() + " " + shape.schema()))
                .containsExactly("null x INT, y INT, c INT", "null a INT, b INT, c INT");
    }

    @Test
    void textThatHasMoreThanTwentyValuesTellsNoShapesApart() {
        String[] values = new String[90];
        Arrays.setAll(values, i -> "{\"type\":\"t%1$s\",\"a%1$s\":1,\"b%1$s\":2}".formatted(i % 30));
        assertThat(propose(values).shapes())
                .hasSize(20)
                .extracting(SchemaProposal.ShapeView::when)
                .containsOnlyNulls();
    }

    @Test
    void endsWhenNobodyWaitsForIt() {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> propose("{\"a\":1}")).isInstanceOf(CancellationException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void anOptionalFieldIsNoShapeOfItsOwn() {
        String[] values = new String[100];
        Arrays.setAll(
                values,
                i -> "{\"type\":\"" + (i % 2 == 0 ? "a" : "b") + "\",\"x\":1" + (i % 2 == 0 ? "}" : ",\"y\":1}"));
        assertThat(propose(values).shapes()).hasSize(1);
    }
}
