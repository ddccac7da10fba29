package io.sluice.engine.targets;

import io.sluice.engine.FlowDefinitionException;
import io.sluice.engine.FlowDefinitionException.Obstacle;
import io.sluice.engine.FlowRun;
import io.sluice.stream.flow.FlowSpec;
import io.sluice.stream.flow.FormatSpec;
import io.sluice.stream.flow.Offsets;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.StartingOffsets;
import io.sluice.stream.kafka.TopicState;
import io.sluice.stream.ledger.MarkNumbers;
import io.sluice.stream.store.Marks;
import io.sluice.stream.store.Marks.Mark;
import io.sluice.stream.store.Store;
import io.sluice.stream.store.Stores;
import io.sluice.stream.task.Redelivery;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds a store that has gone back to an older state, and a ledger that knows nothing of what the store has. Both keep the
 * number of a mark, which the store has acknowledged before the ledger notes it: a smaller number in the store means that
 * it has lost what came since, and its mark says from where. What it may have lost since the mark that both know, the next
 * run carries there once more. See docs/adr/0013-stores-that-go-back.md. Thread-safe.
 */
public final class StoreMarks {

    private static final Logger LOG = LoggerFactory.getLogger(StoreMarks.class);

    private final MarkNumbers ledger;
    /** The one that keeps marks; null if there is none, and then no flow has a sink there. */
    private final @Nullable Store store;

    public StoreMarks(MarkNumbers ledger, Stores stores) {
        this.ledger = ledger;
        this.store = stores.marking().orElse(null);
    }

    private Store store() {
        return Objects.requireNonNull(store);
    }

    private Marks marks() {
        return store().marks().orElseThrow();
    }

    /** Whether the sink's store keeps marks. */
    boolean isMarked(SinkSpec sink) {
        return store != null && sink.type().equals(store.type());
    }

    /** What people call the store. */
    public String storeName() {
        return store().name();
    }

    /** What the flow writes in the store that keeps marks, if anything. */
    private Optional<String> target(FlowSpec spec) {
        return spec.sinks().stream()
                .filter(this::isMarked)
                .map(SinkSpec::target)
                .findFirst();
    }

    /** Stands for what decides which rows a record makes. */
    private static String definition(FlowSpec spec) {
        FormatSpec format = spec.source().format();
        String text = String.join(
                "\0",
                spec.source().schema(),
                Boolean.toString(format.rejectUnknownFields()),
                String.valueOf(spec.transform()),
                spec.sinks().stream().map(StoreMarks::text).toList().toString() + text(format));
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** Returns nothing for the only format that there was when the first marks were made: those did not name it. */
    private static String text(FormatSpec format) {
        boolean unnamed = format.name().equals("json") && format.options().isEmpty();
        return unnamed ? "" : "\0" + format.name() + format.options();
    }

    /** Marks that are there already were made of sinks by such a text. */
    private static String text(SinkSpec sink) {
        return "SinkSpec[type=%s, target=%s, mode=%s, key=%s, version=%s]"
                .formatted(
                        sink.type().label().toUpperCase(Locale.ROOT),
                        sink.target(),
                        sink.mode(),
                        sink.key(),
                        sink.version());
    }

    /**
     * Before a flow begins where its ledger stands, and while nobody writes for it: the store must have what is before that,
     * or get it once more.
     *
     * @param positions where it is to begin, as the ledger has it
     * @param states what Kafka has
     * @return empty if the flow writes no store that keeps marks
     * @throws FlowDefinitionException if the store lacks something, with the ranges and what to do
     */
    Optional<MarkedRun> begin(FlowRun run, Offsets positions, Map<String, TopicState> states) throws SQLException {
        Optional<String> target = target(run.spec());
        if (target.isEmpty()) {
            return Optional.empty();
        }
        long id = run.pipelineId();
        Marks marks = marks();
        String server = marks.server();
        // In this order: the watch of a run before may still put a mark into both.
        long known = ledger.numbers(List.of(id)).getOrDefault(id, 0L);
        @Nullable Mark mark = marks.of(List.of(id)).get(id);
        if (number(mark) < known) {
            mark = marks.newest(id).orElse(null);
        }
        if (number(mark) < known) {
            requireNothingMissing(run, target.get(), positions, had(id, mark), states);
        }
        Redelivery redelivery = mark == null || mark.number() < known
                ? Redelivery.NONE
                : redelivery(run, mark.number() == known ? mark.positions() : mark.before(), mark, positions, states);
        Offsets sure = redelivery.begin(positions);
        Mark next = new Mark(target.get(), Math.max(number(mark), known) + 1, sure, sure, definition(run.spec()));
        if (!marks.replace(id, mark, next)) {
            throw new IllegalStateException(
                    "Somebody else has changed the mark of pipeline " + run.name() + " in " + storeName());
        }
        ledger.note(Map.of(id, next.number()));
        return Optional.of(new MarkedRun(server, redelivery));
    }

    private static long number(@Nullable Mark mark) {
        return mark == null ? 0 : mark.number();
    }

    /** Tells up to where a store that has gone back has everything. */
    private Offsets had(long pipelineId, @Nullable Mark mark) throws SQLException {
        Offsets marked = mark == null ? ledger.began(pipelineId) : mark.positions();
        return marked.earlier(ledger.replayed(pipelineId, number(mark)));
    }

    private void requireNothingMissing(
            FlowRun run, String target, Offsets positions, Offsets had, Map<String, TopicState> states) {
        List<String> missing = missing(positions, had, states);
        if (!missing.isEmpty()) {
            throw new FlowDefinitionException(
                    Obstacle.STORE_WENT_BACK,
                    run,
                    "%s has gone back to an older state: its %s %s may lack what pipeline %s has stored of %s."
                            .formatted(
                                    storeName(),
                                    store().naming().property(),
                                    target,
                                    run.name(),
                                    String.join(", ", missing)));
        }
    }

    /** What is behind the mark, unless Kafka does not have it either. */
    private static List<String> missing(Offsets positions, Offsets marked, Map<String, TopicState> states) {
        List<String> missing = new ArrayList<>();
        positions.forEach((topic, partition, next) -> {
            long had = marked.get(topic, partition, 0);
            long begin = Math.max(had, firstInKafka(states, topic, partition));
            if (next > begin) {
                missing.add("topic \"%s\", partition %d, offsets %d to %d%s"
                        .formatted(
                                topic,
                                partition,
                                begin,
                                next - 1,
                                begin > had ? " (those from " + had + " on are not in Kafka any more)" : ""));
            }
        });
        return missing;
    }

    /** 0 if that is not known. */
    private static long firstInKafka(Map<String, TopicState> states, String topic, int partition) {
        TopicState state = states.get(topic);
        TopicState.Range range = state == null ? null : state.partitions().get(partition);
        return range == null ? 0 : range.begin();
    }

    /**
     * What a store that has this mark may lack for all that: it can be a copy of later than the mark, which has the same. A
     * run that ends by an order, or by a failure of its own, marks where it ends, so this is little.
     */
    private Redelivery redelivery(
            FlowRun run, Offsets had, Mark mark, Offsets positions, Map<String, TopicState> states)
            throws SQLException {
        Offsets first = ledger.first(run.pipelineId());
        Map<String, Map<Integer, Redelivery.Range>> ranges = new HashMap<>();
        positions.forEach((topic, partition, next) -> {
            // Without these bounds it might carry what was never to be carried.
            long carried = first.get(topic, partition, next);
            long from = Math.max(had.get(topic, partition, carried), carried);
            from = Math.max(from, firstInKafka(states, topic, partition));
            if (from < next) {
                ranges.computeIfAbsent(topic, name -> new HashMap<>()).put(partition, new Redelivery.Range(from, next));
            }
        });
        Redelivery redelivery = new Redelivery(store().type(), ranges);
        if (redelivery.offsets() == 0) {
            return Redelivery.NONE;
        }
        if (!mark.definition().equals(definition(run.spec()))) {
            LOG.warn(
                    "Pipeline {}: its definition has changed since its last run, which could not say at its end what {}"
                            + " has; nothing is written there again, because other rows might come of it",
                    run.name(),
                    storeName());
            return Redelivery.NONE;
        }
        LOG.info(
                "Pipeline {}: its last run could not say at its end what {} has, so up to {} records go there again",
                run.name(),
                storeName(),
                redelivery.offsets());
        return redelivery;
    }

    /**
     * Before a flow begins of which the ledger knows nothing, not at the beginning of its topics.
     *
     * @param known the topics whose positions the ledger knows the target to hold
     * @throws FlowDefinitionException if the store has what another ledger, or a later state of this one, has carried
     */
    void requireUnknown(FlowRun run, Map<String, String> known) {
        Optional<String> target = target(run.spec());
        if (target.isEmpty() || run.spec().source().startingOffsets() instanceof StartingOffsets.Earliest) {
            return;
        }
        for (Mark mark : marks().ofTarget(target.get())) {
            for (String topic : run.spec().source().topics()) {
                Map<Integer, Long> partitions = mark.positions().partitions(topic);
                if (!partitions.isEmpty() && !known.containsKey(topic)) {
                    throw new FlowDefinitionException(
                            Obstacle.UNKNOWN_TO_LEDGER,
                            run,
                            ("%s's %s %s has records of topic \"%s\" (%s), of which this ledger knows"
                                            + " nothing: it is another database, or has gone back to an older state. Beginning"
                                            + " where the definition says might leave a gap.")
                                    .formatted(
                                            storeName(),
                                            store().naming().property(),
                                            target.get(),
                                            topic,
                                            upTo(partitions)));
                }
            }
        }
    }

    private static String upTo(Map<Integer, Long> partitions) {
        List<String> ends = new ArrayList<>();
        partitions.forEach((partition, next) -> ends.add("partition " + partition + " up to offset " + next));
        return String.join(", ", ends);
    }

    /**
     * Marks how far the ledger says that flows got; what it says, the store has acknowledged before.
     *
     * @param runs of flows that run, or have just ended, by the ids of their pipelines
     * @param positions what the ledger says of them
     * @return the pipelines whose store has gone back, or may have, since it was started anew
     */
    public List<Long> renew(Map<Long, MarkedRun> runs, Map<Long, Offsets> positions) throws SQLException {
        List<Long> behind = new ArrayList<>();
        if (runs.isEmpty()) {
            return behind;
        }
        Map<Long, Long> known = ledger.numbers(runs.keySet());
        Marks marks = marks();
        Map<Long, Mark> found = marks.of(runs.keySet());
        String server = marks.server();
        Map<Long, Long> written = new HashMap<>();
        runs.forEach((id, run) -> {
            Mark mark = found.get(id);
            if (mark == null || mark.number() < known.getOrDefault(id, 0L) || !server.equals(run.server())) {
                behind.add(id);
                return;
            }
            Mark next = mark.upTo(run.redelivery().sure(positions.getOrDefault(id, Offsets.NONE)));
            if (!next.positions().equals(mark.positions()) && marks.replace(id, mark, next)) {
                written.put(id, next.number());
            }
        });
        if (!marks.server().equals(server)) {
            // The mark may be in a store that lacks what it says; unless the ledger notes it, the one before counts.
            behind.addAll(written.keySet());
            return behind;
        }
        ledger.note(written);
        return behind;
    }

    /**
     * Puts a mark between what comes before and what comes after, such as the rows of a replay: they are at positions
     * that are marked already, so no other mark tells a store with them from one without.
     */
    void separate(FlowRun run) throws SQLException {
        if (target(run.spec()).isEmpty()) {
            return;
        }
        long id = run.pipelineId();
        long known = ledger.numbers(List.of(id)).getOrDefault(id, 0L);
        Mark mark = marks().of(List.of(id)).get(id);
        // Another number is the matter of the next start.
        if (mark != null && mark.number() == known && marks().replace(id, mark, mark.upTo(mark.positions()))) {
            ledger.note(Map.of(id, known + 1));
        }
    }

    /**
     * Puts a mark after what is stored already. Without it a copy of the store from the middle of
     * that counts as complete until the next mark, as it does when the process ends just then; that is no reason to call failed what is done.
     */
    void separateAfter(FlowRun run) {
        try {
            separate(run);
        } catch (Exception e) {
            LOG.warn(
                    "Pipeline {}: everything is stored, but no mark could be set after it in {}; the next one is set while"
                            + " the pipeline runs, or at its next start",
                    run.name(),
                    storeName(),
                    e);
        }
    }

    /**
     * Puts a mark into a store that had gone back and has been given again what it lacked; if what it was given begins
     * where the store ends at the latest.
     *
     * @param from from where on it was given everything
     * @param positions up to where it has everything
     */
    void restored(FlowRun run, Offsets from, Offsets positions) throws SQLException {
        Optional<String> target = target(run.spec());
        if (target.isEmpty()) {
            return;
        }
        long id = run.pipelineId();
        long known = ledger.numbers(List.of(id)).getOrDefault(id, 0L);
        @Nullable Mark mark = marks().newest(id).orElse(null);
        Offsets had = had(id, mark);
        boolean whole =
                from.positions().stream().allMatch(each -> each.offset() <= had.get(each.topic(), each.partition(), 0));
        if (number(mark) < known && whole) {
            Mark next = new Mark(target.get(), known + 1, positions, positions, definition(run.spec()));
            if (marks().replace(id, mark, next)) {
                ledger.note(Map.of(id, next.number()));
            }
        }
    }

    /** Of targets of which nothing is left. */
    void forget(long pipelineId, List<ClearTarget> clear) {
        for (ClearTarget each : clear) {
            if (isMarked(each.sink())) {
                if (each.gone()) {
                    marks().forget(each.sink().target());
                } else {
                    marks().forget(pipelineId);
                }
            }
        }
    }
}
