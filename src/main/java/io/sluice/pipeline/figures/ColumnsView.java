package io.sluice.pipeline.figures;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.sluice.engine.FlowSources.SourceLook;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** How the columns of a schema compare with the fields of records. */
@JsonPropertyOrder({"records", "neverSeen", "unread"})
@Schema(name = "Columns")
public record ColumnsView(int records, List<String> neverSeen, List<String> unread) {

    public static ColumnsView of(SourceLook look) {
        return new ColumnsView(look.records(), look.neverSeen(), look.unread());
    }

    /** A sentence that says which columns were never seen, and which fields they may have been meant for. */
    public String text() {
        return "never seen in " + records + " records: " + String.join(", ", neverSeen)
                + (unread.isEmpty() ? "" : "; fields that are not read: " + String.join(", ", unread));
    }
}
