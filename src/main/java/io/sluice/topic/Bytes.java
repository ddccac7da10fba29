package io.sluice.topic;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Bytes on their way into JSON: the text that they are, or base64; both null for no bytes. */
record Bytes(@Nullable String text, @Nullable Encoding encoding) {

    static Bytes of(byte @Nullable [] bytes) {
        if (bytes == null) {
            return new Bytes(null, null);
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return new Bytes(text, Encoding.UTF8);
        } catch (CharacterCodingException e) {
            return new Bytes(Base64.getEncoder().encodeToString(bytes), Encoding.BASE64);
        }
    }
}
