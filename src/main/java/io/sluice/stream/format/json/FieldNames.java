package io.sluice.stream.format.json;

import io.sluice.stream.flow.RejectedException;
import io.sluice.stream.format.Misfit;
import io.sluice.stream.format.json.text.JsonCursor;
import io.sluice.stream.format.json.text.Malformed;
import io.sluice.stream.text.Utf8;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what fields a record has, whatever the schema. */
final class FieldNames {

    private FieldNames() {}

    /** Returns the names of the outermost object's fields, in their order; empty if the value is not exactly one object. */
    static Optional<List<String>> of(byte[] value) {
        if (new Utf8().firstInvalid(value) >= 0) {
            return Optional.empty();
        }
        try {
            List<String> names = new ArrayList<>();
            JsonCursor cursor = new JsonCursor();
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
