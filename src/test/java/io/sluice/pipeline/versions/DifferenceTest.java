package io.sluice.pipeline.versions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("The difference of two documents")
class DifferenceTest {

    @Test
    @DisplayName("is none where only the order of properties is another one")
    void orderOfPropertiesIsNoDifference() {
        Difference difference = between("{'a': 1, 'b': {'c': [1, null]}}", "{'b': {'c': [1, null]}, 'a': 1}");
        assertThat(difference.isNone()).isTrue();
    }

    @Test
    @DisplayName("names each value that is another one, is new or is gone, by its pointer")
    void byPointer() {
        Difference difference = between(
                "{'a': 1, 'b': {'c': [1, 2, 3]}, 'd/~': 'x'}", "{'a': '1', 'b': {'c': [1, 4]}, 'e': {'f': true}}");
        assertThat(difference.changes().stream().map(c -> c.pointer() + " " + c.before() + " " + c.after()))
                .containsExactly(
                        "/a 1 \"1\"", "/b/c/1 2 4", "/b/c/2 3 null", "/e null {\"f\":true}", "/d~1~0 \"x\" null");
        assertThat(difference.more()).isZero();
    }

    @Test
    @DisplayName("shows of a long value its beginning, and of very many changes how many more there are")
    void longValuesAndManyChangesAreCut() {
        String before = IntStream.range(0, 100)
                .mapToObj(i -> "'" + "x".repeat(5000) + i + "'")
                .collect(Collectors.joining(",", "[", "]"));
        Difference difference = between(before, before.replace('x', 'y'));
        assertThat(difference.changes().size() + difference.more()).isEqualTo(100);
        assertThat(difference.more()).isGreaterThan(80);
        assertThat(difference.changes())
                .allSatisfy(change -> assertThat(String.valueOf(change.after()))
                        .hasSize(Difference.LONGEST + 3)
                        .endsWith("y…\""));
    }

    private static Difference between(String before, String after) {
        return Difference.between(json(before), json(after));
    }

    private static JsonNode json(String singleQuoted) {
        return JsonMapper.shared().readTree(singleQuoted.replace('\'', '"'));
    }
}
