package io.sluice.stream.letters;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.stream.flow.SourceRecord;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class HeadersJsonTest {

    @Test
    @DisplayName("a header of more than twenty million characters is read again by a replay")
    void headerLongerThanTheParserAllows() {
        byte[] value = new byte[16 << 20];
        List<SourceRecord.Header> headers = List.of(new SourceRecord.Header("h", value));
        assertThat(HeadersJson.read(HeadersJson.write(headers)).get(0).value()).isEqualTo(value);
    }
}
