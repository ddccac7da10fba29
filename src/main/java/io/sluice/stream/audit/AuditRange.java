package io.sluice.stream.audit;

import io.sluice.stream.flow.Stage;
import io.sluice.stream.store.StoreAudit.Span;
import java.io.Serializable;
import java.util.List;

/**
 * What one task looks at.
 *
 * @param counted from where on records count for the counters
 * @param compacted whether the topic loses records by compaction, so that rows of records that are gone may be there
 * @param forgotten where letters were deleted by orders
 */
public record AuditRange(Span span, long counted, boolean compacted, List<Forgotten> forgotten)
        implements Serializable {

    /**
     * Where letters of a stage were deleted by orders, though not all that are missing there need be among them.
     *
     * @param highest the last offset, included
     */
    public record Forgotten(String stage, long lowest, long highest) implements Serializable {}

    public AuditRange {
        forgotten = List.copyOf(forgotten);
    }

    boolean mayBeForgotten(long offset, Stage stage) {
        for (Forgotten each : forgotten) {
            if (offset >= each.lowest()
                    && offset <= each.highest()
                    && each.stage().equals(stage.label())) {
                return true;
            }
        }
        return false;
    }
}
