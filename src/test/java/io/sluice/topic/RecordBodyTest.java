package io.sluice.topic;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordBodyTest {

    @Test
    @DisplayName("keeps the bytes of each element of an array")
    void keepsTheBytesOfEachElement() {
        String first = "{ \"a\" : 1.0e0,\r\n \"ä€😀\": [ 1 , {} ], \"a\": \"\\u00e4]\\\"\" }";
        String deep = "[".repeat(3000) + "]".repeat(3000);
        assertThat(array("\n [ " + first + " ,\"x\\ny\",-12.50 , null,true,[ ],{}," + deep + " ] \n"))
                .containsExactly(first, "\"x\\ny\"", "-12.50", "null", "true", "[ ]", "{}", deep);
    }

    @Test
    @DisplayName("keeps them also in a large array, after a byte order mark, and in an empty one")
    void keepsThemInALargeArray() {
        String element = "{\"text\":\"" + "ö".repeat(9_000) + "\"}";
        String many = "[" + (element + ", ").repeat(999) + element + "]";
        assertThat(array("\uFEFF" + many)).hasSize(1000).containsOnly(element);
        assertThat(array("[]")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[1,]", "[1 2]", "[1] 2", "[1", "[{\"a\":}]", "nonsense", "[01]"})
    @DisplayName("refuses what is no JSON array")
    void refusesWhatIsNoArray(String body) {
        assertThatThrownBy(() -> array(body))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.UNREADABLE_BODY));
    }

    @Test
    @DisplayName("refuses an array whose elements nest without end, before the parser holds all its levels")
    void refusesDeep() {
        byte[] deep = "[".repeat(10_000_000).getBytes(UTF_8);
        assertThatThrownBy(() -> RecordBody.ofArray(deep, 10))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.UNREADABLE_BODY))
                .hasMessageContaining("nests deeper than 10000 levels");
    }

    @Test
    @DisplayName("refuses an array that is not in UTF-8, and one with too many elements")
    void refusesOthers() {
        assertThatThrownBy(() -> RecordBody.ofArray("[{\"a\":1}]".getBytes(UTF_16), 10))
                .isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> RecordBody.ofArray("[1,2,3]".getBytes(UTF_8), 2))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.BODY_TOO_LARGE));
    }

    @Test
    @DisplayName("keeps lines whatever is in them, and skips the empty ones")
    void keepsLinesAndSkipsEmptyOnes() {
        byte[] body = "{\"a\":1}\r\n\n\r\nnot json \n{\n".getBytes(UTF_8);
        assertThat(RecordBody.ofLines(body, 3).stream().map(line -> new String(line, UTF_8)))
                .containsExactly("{\"a\":1}\r", "not json ", "{");
        byte[] broken = {(byte) 0xff, (byte) 0xfe, 0, '\n', 1};
        assertThat(RecordBody.ofLines(broken, 3))
                .containsExactly(new byte[] {(byte) 0xff, (byte) 0xfe, 0}, new byte[] {1});
    }

    private static List<String> array(String body) {
        return RecordBody.ofArray(body.getBytes(UTF_8), 1000).stream()
                .map(value -> new String(value, UTF_8))
                .toList();
    }
}
