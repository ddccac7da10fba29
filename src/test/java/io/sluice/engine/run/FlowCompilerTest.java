package io.sluice.engine.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.engine.FlowDefinitionException;
import io.sluice.engine.FlowEngine.Analysis;
import io.sluice.stream.flow.Fault;
import io.sluice.stream.flow.FlowSpec;
import io.sluice.stream.flow.FormatSpec;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.flow.SourceSpec;
import io.sluice.stream.flow.StartingOffsets;
import io.sluice.stream.flow.TriggerSpec;
import io.sluice.stream.store.mongo.MongoStore;
import io.sluice.stream.store.postgres.PostgresStore;
import io.sluice.testing.TestFormats;
import io.sluice.testing.TestSpark;
import io.sluice.testing.TestStores;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A flow that is compiled")
class FlowCompilerTest {

    private static final SinkSpec TABLE = SinkSpec.append(PostgresStore.TYPE, "rows");
    private static final SinkSpec COLLECTION = SinkSpec.append(MongoStore.TYPE, "rows");

    private final FlowCompiler compiler = new FlowCompiler(TestFormats.json(), TestStores.nowhere());

    @Test
    @DisplayName("decodes the columns of its schema and yields those of its transform")
    void decodesItsSchemaAndYieldsItsTransform() throws Exception {
        FlowSpec spec =
                spec("id BIGINT NOT NULL, text STRING", "SELECT upper(text) AS loud, id + 1 AS next FROM source");

        FlowCompiler.Ready ready = compiler.ready(TestSpark.session(), spec);

        StructType output = StructType.fromDDL("loud STRING, next BIGINT NOT NULL");
        assertThat(ready.source()).isEqualTo(StructType.fromDDL("id BIGINT NOT NULL, text STRING"));
        assertThat(ready.output()).isEqualTo(output);
        assertThat(analysis(spec)).isEqualTo(new Analysis(List.of(), output));
        SourceRecord record = record("{\"id\":1,\"text\":\"a\"}");
        InternalRow decoded = ready.decoder().open().decode(record.value());
        assertThat(ready.transform().open().apply(record, decoded))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.getUTF8String(0)).hasToString("A");
                    assertThat(row.getLong(1)).isEqualTo(2);
                });
    }

    @Test
    @DisplayName("passes the columns of its schema on without a transform")
    void passesItsColumnsOnWithoutATransform() {
        FlowSpec spec = spec("id BIGINT, text STRING", null);

        assertThat(compiler.ready(TestSpark.session(), spec).output().fieldNames())
                .containsExactly("id", "text");
    }

    @Test
    @DisplayName("names every fault of its schema, and then nothing of the transform, which could only be guessed at")
    void namesEveryFaultOfItsSchema() {
        Analysis analysis = analysis(spec("a INTERVAL DAY, a INT, b INT", "SELECT missing FROM source"));

        assertThat(analysis.faults()).hasSizeGreaterThan(1).allSatisfy(fault -> {
            assertThat(fault.pointer()).isEqualTo("/source/schema");
            assertThat(fault.message()).contains("a").doesNotContain("missing");
        });
        assertThat(analysis.output()).isNull();
    }

    @Test
    @DisplayName("names each masked field that its schema does not have, beside its other faults")
    void namesUnknownMaskedFields() {
        FlowSpec open = spec("id BIGINT, a STRUCT<b: INT>, l ARRAY<STRUCT<c: INT>>, m MAP<STRING, INT>", "SELECT no");
        FormatSpec format = new FormatSpec(
                "json", Map.of(), false, List.of("id", "ID", "a.b", "a.c", "l.c", "m.any", "_key", "_value"));
        SourceSpec source =
                new SourceSpec(List.of("t"), open.source().schema(), format, new StartingOffsets.Earliest(), null);

        assertThat(analysis(new FlowSpec(source, open.transform(), open.sinks(), open.trigger()))
                        .faults())
                .extracting(Fault::pointer)
                .containsExactly("/transform", "/source/mask/1", "/source/mask/3", "/source/mask/7");
    }

    @Test
    @DisplayName("names the fault of its transform there")
    void namesTheFaultOfItsTransform() {
        Analysis analysis = analysis(spec("id BIGINT", "SELECT missing FROM source"));

        assertThat(analysis.faults()).singleElement().satisfies(fault -> {
            assertThat(fault.pointer()).isEqualTo("/transform");
            assertThat(fault.message()).contains("missing");
        });
        assertThat(analysis.output()).isNull();
    }

    @Test
    @DisplayName("names each column that one of its stores cannot have, beside the columns that it would yield")
    void namesEachColumnThatAStoreCannotHave() {
        Analysis analysis = analysis(spec("id BIGINT", "SELECT id AS `a.b`, id AS xmin, id AS good FROM source"));

        assertThat(analysis.faults())
                .allSatisfy(fault -> assertThat(fault.pointer()).isEqualTo("/transform"))
                .extracting(Fault::message)
                .satisfiesExactly(
                        xmin -> assertThat(xmin).contains("name xmin is taken in every table"),
                        dot -> assertThat(dot).contains("A field in Mongo cannot be named 'a.b'"));
        assertThat(analysis.output()).isNotNull();
    }

    @Test
    @DisplayName("says what a store has against its columns at the schema, where there is no transform")
    void placesObjectionsAtTheSchemaWithoutATransform() {
        assertThat(analysis(spec("xmin BIGINT", null)).faults())
                .extracting(Fault::pointer)
                .containsExactly("/source/schema");
    }

    @Test
    @DisplayName("of too many columns for a table is one fault, and Mongo's faults are named all the same")
    void tooManyColumnsAreOneFault() {
        StringBuilder columns = new StringBuilder("`a.b` INT");
        for (int i = 0; i < 1_600; i++) {
            columns.append(", c").append(i).append(" INT");
        }

        assertThat(analysis(spec(columns.toString(), null)).faults())
                .extracting(Fault::message)
                .satisfiesExactly(
                        many -> assertThat(many).contains("the 1601 columns are more than"),
                        dot -> assertThat(dot).contains("'a.b'"));
    }

    @Test
    @DisplayName("does not run with a fault: the exception names each with its place")
    void doesNotRunWithAFault() {
        FlowSpec spec = spec("id BIGINT", "SELECT id AS xmin, id AS ctid FROM source");

        assertThatThrownBy(() -> compiler.ready(TestSpark.session(), spec))
                .isInstanceOf(FlowDefinitionException.class)
                .hasMessageStartingWith("The definition is not valid any more: /transform: ")
                .hasMessageContaining("xmin")
                .hasMessageContaining("; /transform: ")
                .hasMessageContaining("ctid");
    }

    private Analysis analysis(FlowSpec spec) {
        return compiler.analyse(TestSpark.session(), spec);
    }

    private static FlowSpec spec(String schema, @Nullable String transform) {
        SourceSpec source = new SourceSpec(
                List.of("t"), schema, new FormatSpec("json", Map.of(), false), new StartingOffsets.Earliest(), null);
        TriggerSpec trigger = new TriggerSpec(TriggerSpec.Mode.PROCESSING_TIME, Duration.ZERO);
        return new FlowSpec(source, transform, List.of(TABLE, COLLECTION), trigger);
    }

    private static SourceRecord record(String json) {
        return new SourceRecord("t", 0, 0, 0, null, json.getBytes(UTF_8), List.of());
    }
}
