package io.sluice.pipeline.figures;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.sluice.engine.SourceLook;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import java.util.List;

/** How the columns of a schema compare with the fields of records. */
@JsonPropertyOrder({"records", "neverSeen", "unread"})
@Schema(name = "Columns", description = "How the schema compares with some of the newest records of the topics.")
public record ColumnsView(
        @Schema(
                description = "How many records were compared, 50 at most.",
                requiredMode = RequiredMode.REQUIRED,
                example = "50")
        int records,

        @Schema(
                description =
                        "Columns of the schema that none of them has. A name that is misspelled is null in every row.",
                requiredMode = RequiredMode.REQUIRED,
                example = "[\"charakter\"]")
        List<String> neverSeen,

        @Schema(
                description = "Fields of them that the schema does not name, a hundred at most.",
                requiredMode = RequiredMode.REQUIRED,
                example = "[\"character\"]")
        List<String> unread) {

    public static ColumnsView of(SourceLook look) {
        return new ColumnsView(look.records(), look.neverSeen(), look.unread());
    }

    /** A sentence that says which columns were never seen, and which fields they may have been meant for. */
    public String text() {
        return "never seen in " + records + " records: " + String.join(", ", neverSeen)
                + (unread.isEmpty() ? "" : "; fields that are not read: " + String.join(", ", unread));
    }
}
