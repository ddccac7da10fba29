package io.sluice.pipeline.definition;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.stream.flow.Fault;
import io.sluice.testing.TestFormats;
import io.sluice.testing.TestStores;
import io.sluice.web.Limits;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("However long a definition is,")
class DefinitionLimitsTest {

    private static final DefinitionCheck CHECK = new DefinitionCheck(TestFormats.json(), TestStores.nowhere());

    @Test
    @DisplayName("too many topics are one fault")
    void tooManyTopicsAreOneFault() {
        for (String topic : List.of("''", "'t'", "null", "'" + "x".repeat(300) + "'")) {
            String topics = (topic + ",").repeat(200_000) + topic;
            assertThat(faults("[" + topics + "]", "'earliest'", "'k'"))
                    .singleElement()
                    .satisfies(fault -> {
                        assertThat(fault.pointer()).isEqualTo("/source/topics");
                        assertThat(fault.message()).contains("200001", "at most " + Limits.TOPICS);
                    });
        }
    }

    @Test
    @DisplayName("of many faults the first are told, and how many more there are")
    void ofManyFaultsTheFirstAreToldAndHowManyMore() {
        String topics = "'',".repeat(Limits.TOPICS - 1) + "''";
        List<Fault> faults = faults("[" + topics + "]", "'earliest'", "'k'");
        assertThat(faults).hasSize(Limits.FAULTS + 1);
        assertThat(faults.get(Limits.FAULTS).message())
                .isEqualTo("and " + (Limits.TOPICS - Limits.FAULTS) + " more faults");
    }

    @Test
    @DisplayName("too many starting offsets or key columns are one fault, and long names are told short")
    void tooManyOffsetsOrKeysAreOneFault() {
        assertThat(faults("['t']", "{" + numbered("'u%d':{'0':1}", 20_000) + "}", "'k'"))
                .hasSize(1);
        assertThat(faults("['t']", "{'t':{" + numbered("'%d':1", 20_000) + "}}", "'k'"))
                .hasSize(1);
        assertThat(faults("['t']", "'earliest'", numbered("'k%d'", 20_000))).hasSize(1);
        String name = "n".repeat(40_000);
        assertThat(faults("['" + name + "']", "{'" + name + "':{'" + name + "':1}}", "'k'"))
                .isNotEmpty()
                .allSatisfy(
                        fault -> assertThat(fault.pointer() + fault.message()).hasSizeLessThan(300));
    }

    private static List<Fault> faults(String topics, String offsets, String key) {
        String definition = """
                {'name':'p','source':{'topics':%s,'schema':'k INT','startingOffsets':%s},
                 'sinks':[{'type':'postgres','table':'p','mode':'upsert','key':[%s]}]}""".formatted(topics, offsets, key);
        return CHECK.check(new DefinitionReader(CHECK)
                        .json(definition.replace('\'', '"').getBytes(UTF_8)))
                .faults();
    }

    private static String numbered(String format, int count) {
        return IntStream.range(0, count).mapToObj(format::formatted).collect(Collectors.joining(","));
    }
}
