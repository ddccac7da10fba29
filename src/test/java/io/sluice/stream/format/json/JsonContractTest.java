package io.sluice.stream.format.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.stream.format.Format;
import io.sluice.stream.format.FormatContract;
import java.time.temporal.TemporalAccessor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("JSON")
class JsonContractTest extends FormatContract {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    @Override
    protected Format format() {
        return new JsonFormat();
    }

    @Override
    protected byte[] encode(Map<String, ?> record) {
        return MAPPER.writeValueAsBytes(plain(record));
    }

    private static Object plain(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> plain = new LinkedHashMap<>();
            map.forEach((name, field) -> plain.put((String) name, plain(field)));
            return plain;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(JsonContractTest::plain).collect(Collectors.toList());
        }
        boolean time = value instanceof TemporalAccessor;
        return time ? value.toString() : value;
    }

    @Override
    protected boolean hasNaN() {
        return false;
    }

    @Test
    @DisplayName("has no options, and maps by text only")
    void saysWhatItCannotDo() {
        assertThat(format().faults(Map.of("registry", "x"))).singleElement().hasFieldOrPropertyWithValue("pointer", "");
        assertThat(format().objections(schema("a STRUCT<b: MAP<INT, STRING>>")))
                .containsExactly("\"a.b\" is a MAP with keys of type INT; in JSON they can only be STRING");
    }
}
