package io.sluice.inference;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Locale;
import org.apache.spark.sql.types.DataType;

/** A type that would be narrower, and what it would cost. */
@Schema(name = "NarrowerType")
record Narrower(String type, long misses, long of, String text) {

    static Narrower of(DataType type, long fitting, long all) {
        long misses = all - fitting;
        String text = misses == 0
                ? String.format(Locale.ROOT, "%s fits all %,d", type.sql(), all)
                : String.format(Locale.ROOT, "%s fits all but %,d of %,d", type.sql(), misses, all);
        return new Narrower(type.sql(), misses, all, text);
    }
}
