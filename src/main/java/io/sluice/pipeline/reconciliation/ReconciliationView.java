package io.sluice.pipeline.reconciliation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.sluice.engine.ReconciliationReport;
import io.sluice.pipeline.lifecycle.LastError;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A reconciliation, as the API shows it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({
    "state",
    "repair",
    "checked",
    "of",
    "range",
    "stores",
    "deadLetters",
    "counters",
    "gone",
    "notes",
    "startedAt",
    "endedAt",
    "error"
})
@Schema(name = "Reconciliation")
record ReconciliationView(
        Reconciliation.State state,
        boolean repair,
        long checked,
        long of,
        List<ReconciliationReport.CheckedRange> range,
        List<ReconciliationReport.StoreFindings> stores,
        ReconciliationReport.LetterFindings deadLetters,
        List<ReconciliationReport.CounterFinding> counters,
        List<ReconciliationReport.GoneOffsets> gone,
        List<String> notes,
        Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable LastError error) {}
