package io.sluice.stream.format.json;

import io.sluice.stream.column.ColumnType;
import io.sluice.stream.flow.Mask;
import io.sluice.stream.format.Misfit;
import io.sluice.stream.format.json.text.JsonCursor;
import io.sluice.stream.format.json.text.Malformed;
import io.sluice.stream.format.json.text.ValueExcerpt;

/** Reads what is masked, wholly or in part, and quotes nothing of it in the reason why it does not fit. */
final class MaskedReader implements ValueReader {

    private final ValueReader reader;
    private final boolean placesAreShown;
    private final ColumnType type;

    MaskedReader(ValueReader reader, Mask mask, ColumnType type) {
        this.reader = reader;
        this.type = type;
        // The keys of a map are values, too, and so may be the names in an object.
        this.placesAreShown = type == ColumnType.ARRAY || type == ColumnType.STRUCT && !mask.whole();
    }

    @Override
    public Object read(JsonCursor in) throws Malformed, Misfit {
        try {
            return reader.read(in);
        } catch (Misfit e) {
            // What stands inside has such a reader of its own, where it is masked.
            throw placesAreShown && e.field() != null ? e : masked(in, e);
        }
    }

    private Misfit masked(JsonCursor in, Misfit misfit) {
        String quoted = ValueExcerpt.of(in);
        boolean isOfThisValue = misfit.field() == null && misfit.what().startsWith(quoted);
        return new Misfit(
                Mask.MARK + (isOfThisValue ? misfit.what().substring(quoted.length()) : " does not fit into " + type));
    }
}
