package io.sluice.engine;

import io.sluice.stream.flow.Mask;
import io.sluice.stream.flow.Stage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What would become of a record. Values are as JSON has them, in the form that results have them.
 *
 * @param decoded the columns of the source's schema by name; of a record that was rejected there, as far as they were
 *     read; null if the format cannot tell
 * @param rows by output column, in order; those up to some MiB
 * @param yielded how many rows there are
 * @param rejections with the very words of the dead letters; none if the record goes its way
 */
public record Rehearsed(
        @Nullable Map<String, @Nullable Object> decoded,
        List<Map<String, @Nullable Object>> rows,
        int yielded,
        List<Rejection> rejections) {

    /** What becomes of a record. */
    public enum Outcome {
        STORED,
        FILTERED,
        REJECTED
    }

    /**
     * Why a record is rejected.
     *
     * @param field the path of the field, or the column, that does not fit; null if it is not known
     */
    public record Rejection(
            Stage stage, String reason, @Nullable String field) {}

    /**
     * The same without what is masked.
     *
     * @param columns of the source
     * @param ofRows of the rows
     */
    public Rehearsed shown(Mask columns, Mask ofRows) {
        return new Rehearsed(
                decoded == null ? null : columns.shown(decoded),
                rows.stream().map(ofRows::shown).toList(),
                yielded,
                rejections);
    }

    public Outcome outcome() {
        if (!rejections.isEmpty()) {
            return Outcome.REJECTED;
        }
        return yielded == 0 ? Outcome.FILTERED : Outcome.STORED;
    }
}
