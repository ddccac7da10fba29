package io.sluice.stream.format.tagged;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes {@link TaggedFormat}. */
public final class TaggedText {

    private TaggedText() {}

    public static String of(@Nullable Object value) {
        if (value == null) {
            return "N";
        }
        if (value instanceof Map<?, ?> map) {
            StringBuilder text = new StringBuilder("O" + map.size() + ":");
            map.forEach((name, field) -> text.append(of(name)).append(of(field)));
            return text.toString();
        }
        if (value instanceof List<?> list) {
            StringBuilder text = new StringBuilder("A" + list.size() + ":");
            list.forEach(element -> text.append(of(element)));
            return text.toString();
        }
        String single = value instanceof byte[] bytes ? Base64.getEncoder().encodeToString(bytes) : value.toString();
        return "S" + single.length() + ":" + single;
    }
}
