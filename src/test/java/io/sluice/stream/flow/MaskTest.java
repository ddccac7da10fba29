package io.sluice.stream.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A mask")
class MaskTest {

    @ParameterizedTest
    @DisplayName("is read from paths, in which a name with a dot stands in backticks")
    @CsvSource({
        "email, [email]",
        "address.street, '[address, street]'",
        "`a.b`.c, '[a.b, c]'",
        "a.`b``c`, '[a, b`c]'",
        "a b, [a b]"
    })
    void reads(String path, String steps) {
        assertThat(Mask.steps(path))
                .hasValueSatisfying(found -> assertThat(found).hasToString(steps));
    }

    @ParameterizedTest
    @DisplayName("is not read from what is no path")
    @ValueSource(strings = {"", ".", "a.", ".a", "a..b", "`a", "`a`b", "a`b", "``", " "})
    void refuses(String path) {
        assertThat(Mask.steps(path)).isEmpty();
    }

    @Test
    @DisplayName("joins others, of which the one that hides more wins, and gives its paths back")
    void joins() {
        Mask mask = Mask.of(List.of("a.b", "a.c.d", "A.c", "e", "`x.y`"));
        assertThat(mask).isEqualTo(Mask.of(List.of("e", "a.c", "a.b")).with(Mask.of(List.of("`x.y`"))));
        assertThat(mask.with(Mask.NONE)).isEqualTo(mask);
        assertThat(Mask.NONE.with(mask)).isEqualTo(mask);
        assertThat(mask.with(Mask.WHOLE)).isEqualTo(Mask.WHOLE);
        assertThat(Mask.of(mask.paths())).isEqualTo(mask);
        assertThat(Mask.of(List.of()).isNone()).isTrue();
    }

    @Test
    @DisplayName(
            "hides fields of objects and of their elements, whatever the case of their names, and shows what is null")
    void shows() {
        Mask mask = Mask.of(List.of("email", "address.street", "items.price"));
        assertThat(mask.shown(Map.of("Email", "a@b.c"))).isEqualTo(Map.of("Email", Mask.MARK));
        assertThat(mask.shown(Map.of("address", Map.of("street", "Elm", "city", "Ulm"))))
                .isEqualTo(Map.of("address", Map.of("street", Mask.MARK, "city", "Ulm")));
        assertThat(mask.shown(Map.of("items", List.of(Map.of("price", 1, "n", 2), Arrays.asList(3, null)))))
                .hasToString("{items=[" + Map.of("price", Mask.MARK, "n", 2) + ", [•••, null]]}");
        assertThat(mask.shown(Map.of("address", "Elm, Ulm"))).isEqualTo(Map.of("address", Mask.MARK));
        assertThat(Mask.WHOLE.shown(List.of(1))).isEqualTo(Mask.MARK);
    }
}
