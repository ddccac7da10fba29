package io.sluice.stream.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;

/** Tells whether bytes are valid UTF-8. Not thread-safe. */
public final class Utf8 {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;

    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final CharBuffer sink = CharBuffer.allocate(1024);

    /** The index of the first byte that is not part of valid UTF-8, or -1. */
    public int firstInvalid(byte[] bytes) {
        return firstInvalid(bytes, 0, bytes.length);
    }

    /** Whether the text is valid; Spark lets a cast of any bytes pass for text. */
    public boolean isValid(UTF8String text) {
        if (text.getBaseObject() instanceof byte[] bytes) {
            int from = (int) (text.getBaseOffset() - Platform.BYTE_ARRAY_OFFSET);
            return firstInvalid(bytes, from, from + text.numBytes()) < 0;
        }
        return firstInvalid(text.getBytes()) < 0;
    }

    private int firstInvalid(byte[] bytes, int from, int to) {
        int ascii = asciiPrefix(bytes, from, to);
        return ascii == to ? -1 : decode(ByteBuffer.wrap(bytes, ascii, to - ascii));
    }

    private int decode(ByteBuffer in) {
        decoder.reset();
        while (true) {
            sink.clear();
            CoderResult result = decoder.decode(in, sink, true);
            if (result.isError()) {
                return in.position();
            }
            if (result.isUnderflow()) {
                return -1;
            }
        }
    }

    private static int asciiPrefix(byte[] bytes, int from, int to) {
        int at = from;
        while (at <= to - Long.BYTES && ((long) LONGS.get(bytes, at) & HIGH_BITS) == 0) {
            at += Long.BYTES;
        }
        while (at < to && bytes[at] >= 0) {
            at++;
        }
        return at;
    }
}
