package io.sluice.stream.audit;

import io.sluice.stream.audit.AuditRange.Forgotten;
import io.sluice.stream.flow.Counters;
import io.sluice.stream.flow.StoreType;
import io.sluice.stream.store.StoreAudit.Span;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** Reports as tasks make them, of what a test says that they have found. */
public final class RangeReports {

    private final Span span;
    private final Map<StoreType, Findings> stores = new HashMap<>();
    private final Findings letters = new Findings();
    private Counters counters = Counters.NONE;
    private List<Span> gaps = List.of();
    private boolean compacted;
    private long begin;

    private RangeReports(Span span) {
        this.span = span;
        this.begin = span.from();
    }

    public static RangeReports of(Span span, StoreType... stores) {
        RangeReports report = new RangeReports(span);
        for (StoreType store : stores) {
            report.stores.put(store, new Findings());
        }
        return report;
    }

    public RangeReports counting(Counters implied) {
        counters = implied;
        return this;
    }

    /** @param repaired how many of them are as they should be now */
    public RangeReports found(StoreType store, Finding.Kind kind, int repaired, long... offsets) {
        LongStream.of(offsets).forEach(offset -> stores.get(store).add(finding(offset, 0, kind, store.label())));
        stores.get(store).addRepaired(offsets.length, repaired);
        return this;
    }

    public RangeReports foundLetters(Finding.Kind kind, long... offsets) {
        LongStream.of(offsets).forEach(offset -> letters.add(finding(offset, null, kind, "decode")));
        return this;
    }

    private Finding finding(long offset, Integer ordinal, Finding.Kind kind, String field) {
        return new Finding(span.topic(), span.partition(), offset, ordinal, null, kind, field);
    }

    public RangeReports gaps(Span... all) {
        gaps = List.of(all);
        return this;
    }

    public RangeReports compacted() {
        compacted = true;
        return this;
    }

    /** Before that Kafka has nothing any more. */
    public RangeReports beginning(long offset) {
        begin = offset;
        return this;
    }

    public RangeReport report() {
        return new RangeReport(
                new AuditRange(span, 0, compacted, List.<Forgotten>of()),
                counters,
                stores,
                letters,
                gaps,
                new ExpectedRows(new Span(span.topic(), span.partition(), begin, span.until()), compacted).finished(),
                Map.of());
    }
}
