package io.sluice.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.preview.PreviewOrder.End;
import io.sluice.preview.PreviewOrder.Sample;
import io.sluice.web.Encoding;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemException.FieldError;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class PreviewOrderTest {

    @Test
    @DisplayName("Without a sample the fifty newest records are meant")
    void defaults() {
        Sample sample = order(null).checked();
        assertThat(sample.from()).isNull();
        assertThat(sample.most()).isEqualTo(50);
    }

    @Test
    @DisplayName("Given records are text, base64, or have no value")
    void values() {
        Sample base64 = new Sample(null, null, Arrays.asList("AP8=", null), Encoding.BASE64, null);
        assertThat(order(base64).checked().values()).containsExactly(new byte[] {0, -1}, null);
        Sample text = new Sample(null, null, List.of("ä"), null, null);
        assertThat(order(text).checked().values()).containsExactly(new byte[] {(byte) 0xC3, (byte) 0xA4});
    }

    @Test
    @DisplayName("Every fault is named at its place")
    void faults() {
        assertThat(faults(new PreviewOrder(null, new Sample(End.NEWEST, 1001, null, null, "p"))))
                .containsExactly("/definition", "/sample", "/sample/limit");
        assertThat(faults(order(new Sample(null, 0, List.of("AA==", "?"), Encoding.BASE64, null))))
                .containsExactly("/sample/limit", "/sample/records/1");
        assertThat(faults(order(new Sample(null, null, Collections.nCopies(1001, ""), null, null))))
                .containsExactly("/sample/records");
    }

    @Test
    @DisplayName("Only records of topics need the definition to name topics")
    void needsTopics() {
        assertThat(order(null).checked().isOfTopics()).isTrue();
        assertThat(new Sample(End.OLDEST, 3, null, null, null).isOfTopics()).isTrue();
        assertThat(new Sample(null, null, List.of("{}"), null, null).isOfTopics())
                .isFalse();
        assertThat(new Sample(null, null, null, null, "p").isOfTopics()).isFalse();
    }

    private static PreviewOrder order(Sample sample) {
        return new PreviewOrder(JsonMapper.shared().createObjectNode(), sample);
    }

    private static List<String> faults(PreviewOrder order) {
        return catchThrowableOfType(ProblemException.class, order::checked).errors().stream()
                .map(FieldError::pointer)
                .toList();
    }
}
