package io.sluice.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.engine.FlowDefinitionException;
import io.sluice.engine.Rehearsal;
import io.sluice.engine.Rehearsals;
import io.sluice.engine.Rehearsed;
import io.sluice.engine.Rehearsed.Outcome;
import io.sluice.engine.Rehearsed.Rejection;
import io.sluice.stream.flow.FlowSpec;
import io.sluice.stream.flow.FormatSpec;
import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.flow.SourceSpec;
import io.sluice.stream.flow.Stage;
import io.sluice.stream.flow.StartingOffsets;
import io.sluice.stream.flow.TriggerSpec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class FlowRehearsalTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Rehearsals rehearsals = TestRehearsals.create();

    @Test
    @DisplayName(
            "A record goes its way, is filtered out, or is rejected where and why it would be, with what was decoded")
    void everyOutcomeIsToldWithWhatWasDecoded() throws Exception {
        try (Rehearsal flow = open(
                "id INT NOT NULL, n STRING, tags ARRAY<STRING>",
                "SELECT id, CAST(n AS INT) AS n, tag FROM source LATERAL VIEW explode(tags) AS tag WHERE id > 0")) {
            assertThat(flow.output().fieldNames()).containsExactly("id", "n", "tag");
            assertThat(of(flow, "{\"id\":1,\"n\":\"7\",\"tags\":[\"a\",\"b\"]}"))
                    .isEqualTo(new Rehearsed(
                            columns("id", 1L, "n", "7", "tags", List.of("a", "b")),
                            List.of(columns("id", 1L, "n", 7L, "tag", "a"), columns("id", 1L, "n", 7L, "tag", "b")),
                            2,
                            List.of()));
            assertThat(of(flow, "{\"id\":0,\"n\":null,\"tags\":[\"a\"]}").outcome())
                    .isEqualTo(Outcome.FILTERED);

            Rehearsed failed = of(flow, "{\"id\":1,\"n\":\"seven\",\"tags\":[\"a\"]}");
            assertThat(failed.outcome()).isEqualTo(Outcome.REJECTED);
            assertThat(failed.decoded()).containsEntry("n", "seven");
            assertThat(failed.rejections()).singleElement().satisfies(rejection -> {
                assertThat(rejection.stage()).isEqualTo(Stage.TRANSFORM);
                assertThat(rejection.reason()).contains("'seven'");
            });
            assertThat(of(flow, "{\"n\":\"first\",\"id\":\"x\",\"tags\":[\"later\"]}"))
                    .isEqualTo(new Rehearsed(
                            columns("id", null, "n", "first", "tags", List.of("later")),
                            List.of(),
                            0,
                            List.of(new Rejection(Stage.DECODE, "field \"id\": \"x\" is not an INT", "id"))));
            assertThat(of(flow, "no json").decoded()).isNull();
        }
    }

    @Test
    @DisplayName("A field that is missing or a column that must not be NULL is named beside the reason")
    void namesField() throws Exception {
        try (Rehearsal flow =
                open("a STRUCT<b: INT>, c STRING NOT NULL", "SELECT nullif(c, 'x') AS d, a FROM source")) {
            assertThat(rejection(of(flow, "{\"a\":{\"b\":1.5},\"c\":\"\"}")).field())
                    .isEqualTo("a.b");
            assertThat(rejection(of(flow, "{}")).field()).isEqualTo("c");
        }
        try (Rehearsal flow = open("b BINARY", "SELECT CAST(b AS STRING) AS s FROM source")) {
            assertThat(rejection(of(flow, "{\"b\":\"/w==\"}")).field()).isEqualTo("s");
        }
    }

    @Test
    @DisplayName("Values of every type have the form that results have")
    void everyType() throws Exception {
        String schema =
                "s STRING, t TINYINT, i INT, l BIGINT, f FLOAT, d DOUBLE, dec DECIMAL(20,4), yes BOOLEAN, day DATE,"
                        + " at TIMESTAMP, local TIMESTAMP_NTZ, bytes BINARY, st STRUCT<b: INT, a: STRUCT<x: DOUBLE, at: TIMESTAMP>>,"
                        + " ar ARRAY<DECIMAL(6,2)>, m MAP<STRING, BIGINT>";
        try (Rehearsal flow = open(schema, null)) {
            Rehearsed all = of(
                    flow,
                    "{\"s\":\"naïve\",\"t\":-1,\"i\":7,\"l\":9223372036854775807,\"f\":0.1,\"d\":1e-7,"
                            + "\"dec\":1234567890123456.5,\"yes\":true,\"day\":\"2023-02-28\","
                            + "\"at\":\"2024-05-05T05:05:05.12Z\",\"local\":\"2024-05-05T05:05:00\",\"bytes\":\"AP8=\","
                            + "\"st\":{\"b\":1,\"a\":{\"x\":1e10,\"at\":\"2024-05-05T05:05:05.12Z\"}},"
                            + "\"ar\":[1.5,null],\"m\":{\"a\":null,\"zz\":1}}");
            // The text is that of ResultsTypesTest.
            assertThat(JsonMapper.shared().writeValueAsString(all.rows().get(0)))
                    .isEqualTo("{\"s\":\"naïve\",\"t\":-1,\"i\":7,\"l\":9223372036854775807,\"f\":0.1,\"d\":1.0E-7,"
                            + "\"dec\":1234567890123456.5000,\"yes\":true,\"day\":\"2023-02-28\","
                            + "\"at\":\"2024-05-05T05:05:05.120Z\",\"local\":\"2024-05-05T05:05:00\",\"bytes\":\"AP8=\","
                            + "\"st\":{\"b\":1,\"a\":{\"x\":1.0E10,\"at\":\"2024-05-05T05:05:05.120Z\"}},"
                            + "\"ar\":[1.50,null],\"m\":{\"a\":null,\"zz\":1}}");
            assertThat(of(flow, "{}").rows().get(0).values()).hasSize(15).containsOnlyNulls();
        }
    }

    @Test
    @DisplayName("An expression that takes too long ends the rehearsal in time, and no other")
    void endlessExpression() throws Exception {
        try (Rehearsal endless = open("s STRING", "SELECT s FROM source WHERE s RLIKE '(a|a)+\\\\1b'");
                Rehearsal other = open("s STRING", null)) {
            assertThat(of(endless, "{\"s\":\"aaab\"}").outcome()).isEqualTo(Outcome.STORED);
            SourceRecord evil = record("{\"s\":\"" + "a".repeat(22) + "c\"}");
            assertThatThrownBy(() -> endless.of(evil, Duration.ofMillis(20)))
                    .isInstanceOf(Rehearsal.UnfinishedException.class)
                    .hasMessageContaining("t/0/3");
            assertThatThrownBy(() -> of(endless, "{}")).isInstanceOf(Rehearsal.UnfinishedException.class);
            assertThat(of(other, "{}").outcome()).isEqualTo(Outcome.STORED);
            endless.close();
            endless.ended().get(1, TimeUnit.MINUTES);
        }
    }

    @Test
    @DisplayName("Of many large rows only some MiB are shown, but all are counted")
    void manyRows() throws Exception {
        try (Rehearsal flow = open("s STRING, a ARRAY<INT>", "SELECT s, explode(a) AS a FROM source")) {
            String elements =
                    IntStream.range(0, 300).mapToObj(Integer::toString).collect(Collectors.joining(","));
            Rehearsed many = of(flow, "{\"s\":\"" + "b".repeat(200_000) + "\",\"a\":[" + elements + "]}");
            assertThat(many.yielded()).isEqualTo(300);
            assertThat(many.rows()).hasSizeBetween(15, 30);
        }
    }

    @Test
    @DisplayName("Of a record that is filtered out each conjunct is named that does not hold, as it is written")
    void filteredBy() throws Exception {
        try (Rehearsal flow = open(
                "a INT, b STRING, c ARRAY<INT>",
                "SELECT a, d FROM (SELECT a, b, explode(c) AS d FROM source WHERE a > 1 and b IS NOT NULL)"
                        + " WHERE d <> 7 AND upper(b) = 'X'")) {
            assertThat(filteredBy(flow, "{\"a\":1,\"b\":\"x\",\"c\":[1]}")).containsExactly("a > 1: false");
            assertThat(filteredBy(flow, "{\"c\":[1]}")).containsExactly("a > 1: NULL", "b IS NOT NULL: false");
            assertThat(filteredBy(flow, "{\"a\":2,\"b\":\"x\",\"c\":[]}")).containsExactly("explode(c): no row");
            assertThat(filteredBy(flow, "{\"a\":2,\"b\":\"x\",\"c\":[7,7,null]}"))
                    .containsExactly("d <> 7: false");
            assertThat(filteredBy(flow, "{\"a\":2,\"b\":\"y\",\"c\":[7,8]}")).containsExactly("upper(b) = 'X': false");
        }
    }

    private static List<String> filteredBy(Rehearsal flow, String value) throws Exception {
        assertThat(of(flow, value).outcome()).isEqualTo(Outcome.FILTERED);
        return flow.filteredBy(record(value), PATIENCE).stream()
                .map(each -> each.condition() + ": " + each.value())
                .toList();
    }

    @Test
    @DisplayName("A definition that cannot run is refused with every fault")
    void invalidDefinitionIsRefusedWithEveryFault() {
        assertThatThrownBy(() -> open("id INT", "SELECT a, b FROM source"))
                .isInstanceOf(FlowDefinitionException.class)
                .hasMessageContaining("column a")
                .hasMessageContaining("column b");
    }

    private Rehearsal open(String schema, String select) {
        SourceSpec source = new SourceSpec(
                List.of("t"), schema, new FormatSpec("json", Map.of(), false), new StartingOffsets.Earliest(), null);
        TriggerSpec trigger = new TriggerSpec(TriggerSpec.Mode.PROCESSING_TIME, Duration.ZERO);
        return rehearsals.open(new FlowSpec(source, select, List.of(), trigger));
    }

    private static Rehearsed of(Rehearsal flow, String value) throws Exception {
        return flow.of(record(value), PATIENCE);
    }

    private static SourceRecord record(String value) {
        return new SourceRecord("t", 0, 3, 0, null, value.getBytes(StandardCharsets.UTF_8), List.of());
    }

    private static Rejection rejection(Rehearsed rehearsed) {
        return rehearsed.rejections().get(0);
    }

    private static Map<String, Object> columns(Object... namesAndValues) {
        Map<String, Object> columns = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            columns.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        assertThat(Arrays.asList(namesAndValues)).hasSize(2 * columns.size());
        return columns;
    }
}
