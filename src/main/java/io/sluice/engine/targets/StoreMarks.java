package io.sluice.engine.targets;

import io.sluice.engine.FlowRun;
import io.sluice.stream.flow.Offsets;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.ledger.MarkNumbers;
import io.sluice.stream.store.Marks;
import io.sluice.stream.store.Marks.Mark;
import io.sluice.stream.store.Stores;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private final MarkedStore store;
    private final MarkedStart start;

    public StoreMarks(MarkNumbers ledger, Stores stores) {
        this.ledger = ledger;
        this.store = new MarkedStore(stores);
        this.start = new MarkedStart(ledger, store);
    }

    /** Whether the sink's store keeps marks. */
    boolean isMarked(SinkSpec sink) {
        return store.isOf(sink);
    }

    /** What people call the store. */
    public String storeName() {
        return store.name();
    }

    /** What they say before a flow begins. */
    MarkedStart start() {
        return start;
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
        Marks marks = store.marks();
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
        if (store.target(run.spec()).isEmpty()) {
            return;
        }
        long id = run.pipelineId();
        long known = ledger.numbers(List.of(id)).getOrDefault(id, 0L);
        Mark mark = store.marks().of(List.of(id)).get(id);
        // Another number is the matter of the next start.
        if (mark != null && mark.number() == known && store.marks().replace(id, mark, mark.upTo(mark.positions()))) {
            ledger.note(Map.of(id, known + 1));
        }
    }

    /**
     * Puts a mark after what is stored already. Without it a copy of the store from the middle of that counts as complete
     * until the next mark, as it does when the process ends just then; that is no reason to call failed what is done.
     */
    void separateAfter(FlowRun run) {
        try {
            separate(run);
        } catch (Exception e) {
            LOG.warn(
                    "Pipeline {}: everything is stored, but no mark could be set after it in {}; the next one is set while"
                            + " the pipeline runs, or at its next start",
                    run.name(),
                    store.name(),
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
        Optional<String> target = store.target(run.spec());
        if (target.isEmpty()) {
            return;
        }
        long id = run.pipelineId();
        long known = ledger.numbers(List.of(id)).getOrDefault(id, 0L);
        @Nullable Mark mark = store.marks().newest(id).orElse(null);
        Offsets had = start.had(id, mark);
        boolean whole =
                from.positions().stream().allMatch(each -> each.offset() <= had.get(each.topic(), each.partition(), 0));
        if (MarkedStart.number(mark) < known && whole) {
            Mark next = new Mark(target.get(), known + 1, positions, positions, MarkedDefinition.of(run.spec()));
            if (store.marks().replace(id, mark, next)) {
                ledger.note(Map.of(id, next.number()));
            }
        }
    }

    /** Forgets the marks of targets of which nothing is left. */
    void forget(long pipelineId, List<ClearTarget> clear) {
        for (ClearTarget each : clear) {
            if (store.isOf(each.sink())) {
                if (each.gone()) {
                    store.marks().forget(each.sink().target());
                } else {
                    store.marks().forget(pipelineId);
                }
            }
        }
    }
}
