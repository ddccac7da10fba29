package io.sluice.stream.format.json;

import io.sluice.stream.flow.RejectedException;
import io.sluice.stream.flow.Utf8;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what fields a record has, whatever the schema. One thread. */
public final class FieldNames {

    private final JsonCursor cursor = new JsonCursor();
    private final Utf8 utf8 = new Utf8();

    /** The names of the outermost object's fields, in their order; nothing if the value is not exactly one object. */
    public Optional<List<String>> of(byte[] value) {
        if (utf8.firstInvalid(value) >= 0) {
            return Optional.empty();
        }
        try {
            List<String> names = new ArrayList<>();
            cursor.begin(value, JsonDecoder.startOfObject(value));
            cursor.enter();
            while (cursor.nextField()) {
                names.add(cursor.name());
                cursor.value();
                cursor.skip();
            }
            cursor.leave();
            JsonDecoder.rejectTrailing(value, cursor.position());
            return Optional.of(names);
        } catch (Misfit | Malformed | RejectedException e) {
            return Optional.empty();
        }
    }
}
