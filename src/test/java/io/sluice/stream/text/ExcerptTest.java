package io.sluice.stream.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("an excerpt")
class ExcerptTest {

    @Test
    @DisplayName("never ends with half a surrogate pair")
    void cutsBetweenCharacters() {
        assertThat(Excerpt.of("ab😀cd", 2)).isEqualTo("ab…");
        assertThat(Excerpt.of("ab😀cd", 3)).isEqualTo("ab…");
        assertThat(Excerpt.of("ab😀cd", 4)).isEqualTo("ab😀…");
        assertThat(Excerpt.of("ab😀cd", 6)).isEqualTo("ab😀cd");
        assertThat(Excerpt.ofName("x".repeat(39) + "😀")).isEqualTo("x".repeat(39) + "…");
    }

    @Test
    @DisplayName("of bytes never ends within a character, and shows what would not be seen")
    void cutsBetweenBytesOfCharacters() {
        byte[] text = "xüü\u0007".getBytes(UTF_8);

        assertThat(Excerpt.ofBytes(text, 0, 5, 2)).isEqualTo("x…");
        assertThat(Excerpt.ofBytes(text, 0, 5, 3)).isEqualTo("xü…");
        assertThat(Excerpt.ofBytes(text, 1, 6, 5)).isEqualTo("üü\\u0007");
    }
}
