package io.sluice.stream.format.json;

import io.sluice.stream.flow.Mask;
import io.sluice.stream.flow.RejectedException;
import io.sluice.stream.format.Misfit;
import io.sluice.stream.format.json.text.JsonCursor;
import io.sluice.stream.format.json.text.JsonToken;
import io.sluice.stream.format.json.text.Malformed;
import io.sluice.stream.text.Utf8;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A record's value with its masked fields replaced. Used once. */
final class MaskedJson {

    private static final byte[] MARK = ('"' + Mask.MARK + '"').getBytes(StandardCharsets.UTF_8);

    private final byte[] value;
    private final JsonCursor cursor = new JsonCursor();
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    /** Up to where the value is shown or replaced. */
    private int done;

    private MaskedJson(byte[] value) {
        this.value = value;
    }

    /** Empty unless the value is exactly one JSON object: else a masked field may stand where nobody finds it. */
    static Optional<byte[]> of(byte[] value, Mask mask) {
        return new Utf8().firstInvalid(value) >= 0 ? Optional.empty() : new MaskedJson(value).shown(mask);
    }

    private Optional<byte[]> shown(Mask mask) {
        try {
            cursor.begin(value, JsonDecoder.startOfObject(value));
            object(mask);
            JsonDecoder.rejectTrailing(value, cursor.position());
        } catch (Misfit | Malformed | RejectedException e) {
            return Optional.empty();
        }
        shown.write(value, done, value.length - done);
        return Optional.of(shown.toByteArray());
    }

    private void object(Mask mask) throws Misfit, Malformed {
        cursor.enter();
        while (cursor.nextField()) {
            Mask field = mask.of(cursor.name());
            cursor.value();
            value(field);
        }
        cursor.leave();
    }

    private void array(Mask mask) throws Misfit, Malformed {
        cursor.enter();
        while (cursor.nextElement() != JsonToken.END) {
            value(mask);
        }
        cursor.leave();
    }

    /** A value that should have fields, and has none, may hold what they should: it is masked, too. */
    private void value(Mask mask) throws Misfit, Malformed {
        JsonToken token = cursor.token();
        if (mask.isNone() || token == JsonToken.NULL) {
            cursor.skip();
        } else if (!mask.whole() && token == JsonToken.OBJECT) {
            object(mask);
        } else if (!mask.whole() && token == JsonToken.ARRAY) {
            array(mask);
        } else {
            shown.write(value, done, cursor.tokenStart() - done);
            shown.writeBytes(MARK);
            cursor.skip();
            done = cursor.position();
        }
    }
}
