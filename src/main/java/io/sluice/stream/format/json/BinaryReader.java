package io.sluice.stream.format.json;

import io.sluice.stream.format.Misfit;
import io.sluice.stream.format.json.text.JsonCursor;
import io.sluice.stream.format.json.text.ValueExcerpt;
import java.util.Arrays;
import java.util.Base64;

/** Reads base64 text (RFC 4648 section 4, padded, nothing else in it). */
final class BinaryReader implements ValueReader {

    private static final String TYPE = "a BINARY (base64 text)";

    @Override
    public Object read(JsonCursor in) throws Misfit {
        byte[] text = TextReader.text(in, TYPE).getBytes();
        try {
            byte[] binary = Base64.getDecoder().decode(text);
            // The JDK forgives missing padding and stray bits in the last character; both would be lost.
            if (Arrays.equals(Base64.getEncoder().encode(binary), text)) {
                return binary;
            }
        } catch (IllegalArgumentException e) {
            // falls through to the reason below
        }
        throw new Misfit(ValueExcerpt.of(in) + " is not " + TYPE);
    }
}
