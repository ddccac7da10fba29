package io.sluice.stream.audit;

import io.sluice.stream.flow.Counters;
import io.sluice.stream.flow.StoreType;
import io.sluice.stream.store.StoreAudit.Span;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * What a task has found in its range.
 *
 * @param range as it was asked for
 * @param counters what became of the records that count, by the topic, the letters and the transform
 * @param stores what was found in each store
 * @param letters what was found among the dead letters
 * @param gaps offsets without a record that can be read, some hundred at most
 * @param rows which rows stores should have, from the first offset on that Kafka still had
 * @param held of each store in upsert mode the rows that it was found to have, in their places
 */
public record RangeReport(
        AuditRange range,
        Counters counters,
        Map<StoreType, Findings> stores,
        Findings letters,
        List<Span> gaps,
        ExpectedRows rows,
        Map<StoreType, ExpectedRows> held)
        implements Serializable {

    /** What to hold the rows of a store against. */
    public ExpectedRows rowsOf(StoreType store) {
        return held.getOrDefault(store, rows);
    }
}
