package io.sluice.engine.reconcile;

import io.sluice.engine.ReconciliationReport;
import io.sluice.engine.ReconciliationReport.CounterFinding;
import io.sluice.engine.ReconciliationReport.Discrepancy;
import io.sluice.engine.ReconciliationReport.GoneOffsets;
import io.sluice.engine.ReconciliationReport.Kind;
import io.sluice.engine.ReconciliationReport.LetterFindings;
import io.sluice.engine.ReconciliationReport.RowPlace;
import io.sluice.engine.ReconciliationReport.StoreFindings;
import io.sluice.stream.audit.ExpectedRows;
import io.sluice.stream.audit.Finding;
import io.sluice.stream.audit.Findings;
import io.sluice.stream.audit.RangeReport;
import io.sluice.stream.flow.Counters;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.SinkSpec.WriteMode;
import io.sluice.stream.flow.StoreType;
import io.sluice.stream.letters.ForgottenLetters.Forgotten;
import io.sluice.stream.store.StoreAudit.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Adds up what the tasks of a reconciliation have found. One thread. */
final class Tally {

    private static final int MOST_GONE = 200;
    private static final int MOST_NOTES = 50;

    private final Plan plan;
    private final List<SinkSpec> sinks;
    private final Set<StoreType> compared;
    private final Map<String, Counters> counters = new HashMap<>();
    /** What was found, by store and partition, since what orders have deleted is known by partition. */
    private final Map<StoreType, Map<String, Findings>> stores = new HashMap<>();

    private final Map<String, Findings> letters = new TreeMap<>();
    /** Of the stores that are walked over. */
    private final Map<StoreType, List<ExpectedRows>> rows = new HashMap<>();

    private final Set<StoreType> walked;
    private final List<GoneOffsets> gone = new ArrayList<>();
    private final List<CounterFinding> counterFindings = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private long checked;

    /**
     * @param compared the stores that can be compared
     * @param walked those of them that are walked over at the end
     */
    Tally(Plan plan, List<SinkSpec> sinks, Set<StoreType> compared, Set<StoreType> walked) {
        this.plan = plan;
        this.sinks = sinks;
        this.compared = compared;
        this.walked = walked;
        gone.addAll(plan.gone());
    }

    void add(RangeReport report) {
        Span span = report.range().span();
        String partition = partition(span.topic(), span.partition());
        checked += span.until() - span.from();
        counters.merge(partition, report.counters(), Counters::plus);
        report.stores().forEach((store, found) -> {
            Findings forgotten = found.takeForgotten();
            if (forgotten.count(Finding.Kind.FORGOTTEN) > 0) {
                of(store, partition).add(forgotten);
            }
            of(store, "").add(found);
        });
        letters.computeIfAbsent(partition, key -> new Findings()).add(report.letters());
        walked.forEach(
                store -> rows.computeIfAbsent(store, key -> new ArrayList<>()).add(report.rowsOf(store)));
        if (report.rows().span().from() > span.from()) {
            gone(
                    new Span(
                            span.topic(),
                            span.partition(),
                            span.from(),
                            report.rows().span().from()),
                    "retention");
        }
        report.gaps().forEach(gap -> gone(gap, report.range().compacted() ? "compaction" : "transactions"));
    }

    /** The identities of the keys whose rows in the store are others than they should be. */
    Set<Long> differing(StoreType store) {
        return sum(stores.getOrDefault(store, Map.of())).differing();
    }

    void add(StoreType store, Findings unexpected) {
        of(store, "").add(unexpected);
    }

    private Findings of(StoreType store, String partition) {
        return stores.computeIfAbsent(store, key -> new TreeMap<>()).computeIfAbsent(partition, key -> new Findings());
    }

    static String partition(String topic, int partition) {
        return topic + "/" + partition;
    }

    private void gone(Span span, String why) {
        GoneOffsets last = gone.isEmpty() ? null : gone.get(gone.size() - 1);
        if (last != null
                && last.topic().equals(span.topic())
                && last.partition() == span.partition()
                && last.until() == span.from()
                && last.why().equals(why)) {
            gone.set(gone.size() - 1, new GoneOffsets(last.topic(), last.partition(), last.from(), span.until(), why));
        } else if (gone.size() < MOST_GONE) {
            gone.add(new GoneOffsets(span.topic(), span.partition(), span.from(), span.until(), why));
        }
    }

    /** What to hold the rows of a store against that is walked over. */
    List<ExpectedRows> rows(StoreType store) {
        return rows.getOrDefault(store, List.of());
    }

    /** What the counters of the partition should say; nothing if no record of it counts. */
    Counters counters(String topic, int partition) {
        return counters.getOrDefault(partition(topic, partition), Counters.NONE);
    }

    void add(CounterFinding finding) {
        counterFindings.add(finding);
    }

    void note(String note) {
        if (notes.size() < MOST_NOTES && !notes.contains(note)) {
            notes.add(note);
        }
    }

    /** Whether Kafka lacks records of the partition that were there once. */
    boolean lostRecords(String topic, int partition) {
        return gone.stream()
                .anyMatch(each -> each.topic().equals(topic)
                        && each.partition() == partition
                        && !each.why().equals("transactions"));
    }

    /** Decides what may have been deleted by orders: of a partition and a stage, no more than were. */
    void settle(List<Forgotten> forgotten) {
        letters.forEach((partition, found) ->
                found.settle(found.count(Finding.Kind.FORGOTTEN) > deleted(forgotten, partition, null)));
        stores.forEach((store, byPartition) ->
                byPartition.forEach((partition, found) -> found.settle(found.count(Finding.Kind.FORGOTTEN)
                        > deleted(forgotten, partition, store.stage().label()))));
        stores.forEach((store, byPartition) -> {
            if (sum(byPartition).isFull()) {
                note("So many keys of " + store.label()
                        + " are missing or different that not all could be remembered: some"
                        + " may be counted more than once");
            }
        });
    }

    /** Says where a repair by key may have uncovered what this reconciliation has looked past. */
    void noteUncovered() {
        for (SinkSpec sink : sinks) {
            if (sink.mode() == WriteMode.UPSERT
                    && sum(stores.getOrDefault(sink.type(), Map.of())).repaired() > 0) {
                note("Rows of " + sink.type().label()
                        + " were written by their keys; what the rows before them have hidden"
                        + " only the next reconciliation finds, so reconcile again");
            }
        }
    }

    private static long deleted(List<Forgotten> forgotten, String partition, @Nullable String stage) {
        return forgotten.stream()
                .filter(each -> partition(each.topic(), each.partition()).equals(partition)
                        && (stage == null || each.stage().equals(stage)))
                .mapToLong(Forgotten::letters)
                .sum();
    }

    /** Whether the store has everything now. */
    boolean isWhole(StoreType store) {
        Findings found = sum(stores.getOrDefault(store, Map.of()));
        return compared.contains(store)
                && found.repaired() == found.count(Finding.Kind.MISSING) + found.count(Finding.Kind.DIFFERENT);
    }

    ReconciliationReport report() {
        Findings ofLetters = sum(letters);
        return new ReconciliationReport(
                checked,
                plan.offsets(),
                plan.range(),
                sinks.stream().map(this::store).toList(),
                new LetterFindings(ofLetters.count(Finding.Kind.MISSING), ofLetters.repaired(), examples(ofLetters)),
                counterFindings,
                gone.stream()
                        .sorted(Comparator.comparing(GoneOffsets::topic)
                                .thenComparingInt(GoneOffsets::partition)
                                .thenComparingLong(GoneOffsets::from))
                        .toList(),
                notes);
    }

    private StoreFindings store(SinkSpec sink) {
        Findings found = sum(stores.getOrDefault(sink.type(), Map.of()));
        return new StoreFindings(
                sink.type().label(),
                compared.contains(sink.type()),
                found.count(Finding.Kind.MISSING),
                found.count(Finding.Kind.UNEXPECTED),
                found.count(Finding.Kind.DIFFERENT),
                found.repaired(),
                examples(found));
    }

    private static Findings sum(Map<String, Findings> byPartition) {
        if (byPartition.size() == 1) {
            return byPartition.values().iterator().next();
        }
        Findings sum = new Findings();
        byPartition.values().forEach(sum::add);
        return sum;
    }

    private static List<Discrepancy> examples(Findings found) {
        List<Discrepancy> examples = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            found.examples(Finding.Kind.valueOf(kind.name())).stream()
                    .map(each -> new Discrepancy(
                            new RowPlace(each.topic(), each.partition(), each.offset(), each.ordinal()),
                            kind,
                            each.key() == null ? null : each.key().values(),
                            each.field()))
                    .forEach(examples::add);
        }
        return examples;
    }
}
