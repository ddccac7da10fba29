package io.sluice.inference;

import io.sluice.inference.Finding.Remarks;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** Which type holds all texts of a place. */
final class TextRules {

    /** From so many on, and half of them {@link Texts#convincing}, what may be base64 is taken for it. */
    private static final int ENOUGH_BASE64 = 10;

    private TextRules() {}

    static DataType type(Texts texts) {
        if (texts.dates == texts.count) {
            return DataTypes.DateType;
        }
        if (texts.withoutOffset == texts.count) {
            return DataTypes.TimestampNTZType;
        }
        if (texts.timestamps == texts.count) {
            return DataTypes.TimestampType;
        }
        boolean bytes = texts.base64 == texts.count && texts.count >= ENOUGH_BASE64;
        return bytes && 2 * texts.convincing >= texts.count ? DataTypes.BinaryType : DataTypes.StringType;
    }

    /** @param of how many values there are in all */
    static Remarks remarks(Texts texts, DataType type, long of) {
        List<Narrower> narrower = new ArrayList<>();
        List<String> conflicts = new ArrayList<>();
        List<String> hints = new ArrayList<>();
        if (type.equals(DataTypes.TimestampType) && texts.withoutOffset > 0) {
            conflicts.add(texts.withoutOffset + " of " + texts.count + " have no offset and are read as UTC");
        }
        if (type.equals(DataTypes.StringType)) {
            add(narrower, DataTypes.DateType, texts.dates, of);
            add(narrower, DataTypes.TimestampNTZType, texts.withoutOffset, of);
            if (texts.timestamps > texts.withoutOffset) {
                add(narrower, DataTypes.TimestampType, texts.timestamps, of);
            }
            if (texts.base64 == texts.count && 2 * texts.mixed >= texts.count) {
                hints.add("every text could be base64; if it is, BINARY keeps the bytes themselves");
            }
        }
        if (type.equals(DataTypes.BinaryType)) {
            hints.add("every text is base64, and " + texts.convincing
                    + " have its padding or its plus sign; STRING would keep the text itself");
        }
        return new Remarks(narrower, conflicts, hints);
    }

    private static void add(List<Narrower> narrower, DataType type, long fitting, long of) {
        if (fitting > 0 && 2 * fitting >= of) {
            narrower.add(Narrower.of(type, fitting, of));
        }
    }
}
