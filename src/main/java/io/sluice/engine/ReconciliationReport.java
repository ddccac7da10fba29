package io.sluice.engine;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a reconciliation has found so far.
 *
 * @param checked how many offsets it has looked at
 * @param of how many it looks at in all
 * @param range the offsets of each partition that it looks at
 * @param stores what was found in each store, in the order of the sinks
 * @param deadLetters what was found among the dead letters
 * @param counters where the counters say something else; empty until the end
 * @param gone offsets at which there is no record any more, or never was one, some hundred at most
 * @param notes what whoever reads the report should know
 */
public record ReconciliationReport(
        long checked,
        long of,
        List<CheckedRange> range,
        List<StoreFindings> stores,
        LetterFindings deadLetters,
        List<CounterFinding> counters,
        List<GoneOffsets> gone,
        List<String> notes) {

    /** The report before anything is known. */
    public static final ReconciliationReport NONE = new ReconciliationReport(
            0, 0, List.of(), List.of(), new LetterFindings(0, 0, List.of()), List.of(), List.of(), List.of());

    public ReconciliationReport {
        range = List.copyOf(range);
        stores = List.copyOf(stores);
        counters = List.copyOf(counters);
        gone = List.copyOf(gone);
        notes = List.copyOf(notes);
    }

    /** @param until the first offset that does not belong to it */
    public record CheckedRange(String topic, int partition, long from, long until) {}

    /** How a row or a letter differs from what the topic implies. */
    public enum Kind {
        MISSING,
        UNEXPECTED,
        DIFFERENT
    }

    /**
     * Where a record stands.
     *
     * @param ordinal which row of the record; null of a dead letter
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record RowPlace(
            String topic,
            int partition,
            long offset,
            @Nullable Integer ordinal) {}

    /**
     * Something that is not as it should be.
     *
     * @param key of the row in upsert mode, as a text for each of its columns; null elsewhere
     * @param field the first column that differs, or the stage of a dead letter; null if there is none to name
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Discrepancy(
            RowPlace position,
            Kind kind,
            @Nullable List<String> key,
            @Nullable String field) {}

    /**
     * What was found in a store.
     *
     * @param sink the store's label
     * @param compared false if this store cannot be compared, and then nothing is said of it
     * @param examples up to a thousand of each kind
     */
    public record StoreFindings(
            String sink,
            boolean compared,
            long missing,
            long unexpected,
            long different,
            long repaired,
            List<Discrepancy> examples) {

        public StoreFindings {
            examples = List.copyOf(examples);
        }
    }

    /** What was found among the dead letters. */
    public record LetterFindings(long missing, long repaired, List<Discrepancy> examples) {

        public LetterFindings {
            examples = List.copyOf(examples);
        }
    }

    /**
     * A counter of a partition that does not say what the topic implies.
     *
     * @param counter {@code consumed}, {@code filtered}, {@code rejected}, or a store's label with {@code .stored}, {@code
     *     .rejected} or {@code .rows}
     * @param ledger what it says
     * @param implied what it should say
     */
    public record CounterFinding(String topic, int partition, String counter, long ledger, long implied) {}

    /**
     * Offsets without a record.
     *
     * @param until the first offset that does not belong to them
     * @param why {@code retention}, {@code compaction}, {@code transactions} or {@code end}
     */
    public record GoneOffsets(String topic, int partition, long from, long until, String why) {}
}
