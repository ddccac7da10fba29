package io.sluice.web;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Bytes as JSON can hold them: as text where they are text, else as base64; text and encoding are null for no bytes. */
public record Bytes(@Nullable String text, @Nullable Encoding encoding) {

    public static Bytes of(byte @Nullable [] bytes) {
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
