package io.sluice.stream.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The causes of an exception")
class CausesTest {

    private final IOException inner = new IOException("away");
    private final UncheckedIOException middle = new UncheckedIOException(inner);
    private final IllegalStateException outer = new IllegalStateException(middle);

    @Test
    @DisplayName("begin with itself, and are found by their type")
    void beginWithItself() {
        assertThat(Causes.of(outer)).containsExactly(outer, middle, inner);
        assertThat(Causes.find(outer, IOException.class)).contains(inner);
        assertThat(Causes.find(outer, InterruptedException.class)).isEmpty();
    }

    @Test
    @DisplayName("end, though they run in a circle")
    void endThoughTheyRunInACircle() {
        Exception head = new Exception("head");
        head.initCause(new Exception("tail", head));

        assertThat(Causes.of(head)).hasSize(20);
        assertThat(Causes.unwrap(head, cause -> true)).isSameAs(head);
    }

    @Test
    @DisplayName("are what is left when wrappers are taken off, as far as they wrap something")
    void areUnwrapped() {
        assertThat(Causes.unwrap(outer, RuntimeException.class::isInstance)).isSameAs(inner);
        assertThat(Causes.unwrap(outer, IllegalStateException.class::isInstance))
                .isSameAs(middle);
        assertThat(Causes.unwrap(inner, cause -> true)).isSameAs(inner);
        assertThat(Causes.root(outer)).isSameAs(inner);
    }
}
