package io.sluice.stream.format.tagged;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.stream.format.Format;
import io.sluice.stream.format.FormatContract;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("the tests' own format")
class TaggedContractTest extends FormatContract {

    @Override
    protected Format format() {
        return new TaggedFormat();
    }

    @Override
    protected byte[] encode(Map<String, ?> record) {
        return TaggedText.of(record).getBytes(UTF_8);
    }

    @Override
    protected boolean hasNaN() {
        return true;
    }

    @Test
    @DisplayName("has an option that every record shows")
    void readsItsOption() throws Exception {
        byte[] value = ("#" + TaggedText.of(Map.of("a", 1))).getBytes(UTF_8);

        assertThat(decoder("a INT", Map.of("mark", "#"), false).decode(value).getInt(0))
                .isEqualTo(1);
        assertThat(reason(decoder("a INT", Map.of("mark", "!"), false), value)).isEqualTo("the mark is missing");
        assertThat(format().faults(Map.of("mark", "##"))).hasSize(1);
    }
}
