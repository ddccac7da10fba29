package io.sluice.engine.targets;

import io.sluice.engine.FlowRun;
import io.sluice.engine.FlowTargets.Leaving;
import io.sluice.engine.FlowTargets.TargetFate;
import io.sluice.engine.FlowTargets.TargetFate.Action;
import io.sluice.stream.flow.FlowSpec;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.SinkSpec.WriteMode;
import io.sluice.stream.ledger.NotedTargets;
import io.sluice.stream.store.OwnRows;
import io.sluice.stream.store.Store;
import io.sluice.stream.store.TargetNote;
import io.sluice.stream.store.TargetNotes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes from the stores what a pipeline leaves: what Sluice made for it as a whole, of what it found only rows that are
 * certainly its own. Whatever else has the name is not touched. Thread-safe.
 */
record TargetRemoval(Targets targets, NotedTargets ledger) {

    private static final Logger LOG = LoggerFactory.getLogger(TargetRemoval.class);

    private static final int LONGEST_NAME = 63;

    /** A decision, and on what it was taken. */
    private record Case(SinkSpec sink, Store store, TargetNotes notes, Optional<TargetNote> note, Leaving leaving) {

        TargetFate fate(Action action, boolean made, OptionalLong rows, String why) {
            return new TargetFate(sink, made, action, rows, why);
        }

        TargetFate untouched(boolean made, String why) {
            return fate(Action.UNTOUCHED, made, OptionalLong.of(0), why);
        }

        OwnRows own() {
            return new OwnRows(notes.topics(), note.orElseThrow().since());
        }
    }

    /** What {@link #carryOut} would do. */
    List<TargetFate> plan(FlowRun run, Leaving leaving) throws Exception {
        List<TargetFate> fates = new ArrayList<>();
        for (SinkSpec sink : run.spec().sinks()) {
            fates.add(decide(of(run, sink, leaving)));
        }
        return fates;
    }

    /**
     * Removes or puts aside the targets. It must be repeated if it fails half-way.
     *
     * @param suffix of the names under which targets are put aside; at most 30 characters
     * @return the targets that hold nothing any more at positions of the pipeline's topics
     */
    List<ClearTarget> carryOut(FlowRun run, Leaving leaving, String suffix) throws Exception {
        List<ClearTarget> clear = new ArrayList<>();
        for (SinkSpec sink : run.spec().sinks()) {
            Case now = of(run, sink, leaving);
            TargetFate fate = decide(now);
            act(now, fate, suffix);
            LOG.info(
                    "Pipeline {}: {} target {} is {} ({})",
                    run.name(),
                    sink.type().label(),
                    sink.target(),
                    fate.action(),
                    fate.why());
            boolean gone = now.store().find(sink).isEmpty();
            if (gone || isClear(now, run.spec())) {
                clear.add(new ClearTarget(sink, gone));
            }
        }
        return clear;
    }

    private Case of(FlowRun run, SinkSpec sink, Leaving leaving) throws Exception {
        TargetNotes notes =
                ledger.of(run.pipelineId(), sink, run.spec().source().topics());
        return new Case(sink, targets.store(sink), notes, notes.read(), leaving);
    }

    private static TargetFate decide(Case now) throws Exception {
        Optional<Store.Found> found = now.store().find(now.sink());
        if (found.isEmpty()) {
            return now.untouched(false, "there is none");
        }
        Optional<String> oddity = found.get().oddity();
        if (oddity.isPresent()) {
            return now.untouched(false, "it is " + oddity.get() + ", which Sluice never makes");
        }
        if (now.note().filter(TargetNote::ours).isEmpty()) {
            return now.untouched(
                    false, "this pipeline has never written there, or did so before Sluice noted who made what");
        }
        TargetNote note = now.note().get();
        boolean same = note.isOf(found.get().identity());
        boolean made = note.made() && (same || (note.identity() == null && isEmpty(now)));
        if (now.leaving() == Leaving.BEHIND) {
            return now.untouched(
                    made, "it stays as it is, and counts as found by whichever pipeline writes there next");
        }
        if (!made && !same) {
            return now.untouched(false, "somebody has made it anew since the pipeline was started last");
        }
        return made ? ofMade(now) : ofFound(now);
    }

    /** Between the intention and the making a process can end. */
    private static boolean isEmpty(Case now) throws Exception {
        return now.store().count(now.sink(), null).equals(OptionalLong.of(0));
    }

    private static TargetFate ofMade(Case now) throws Exception {
        OptionalLong rows = now.store().count(now.sink(), null);
        return now.leaving() == Leaving.ASIDE
                ? now.fate(Action.RENAMED, true, rows, "Sluice made it for this pipeline")
                : now.fate(Action.DROPPED, true, rows, "Sluice made it for this pipeline");
    }

    private static TargetFate ofFound(Case now) throws Exception {
        String there = "it was there before this pipeline";
        if (now.leaving() == Leaving.ASIDE) {
            return now.untouched(false, there + ", so it keeps its name and all rows");
        }
        if (now.sink().mode() == WriteMode.UPSERT) {
            return now.untouched(
                    false,
                    there + ", and rows that an upsert inserted cannot be told apart from those that it overwrote");
        }
        if (!now.store().tellsApart(now.sink(), now.notes(), now.note().orElseThrow())) {
            return now.untouched(
                    false,
                    there + " and may have held rows of the same topics, which cannot be told apart from its own");
        }
        return now.fate(
                Action.ROWS_REMOVED,
                false,
                now.store().count(now.sink(), now.own()),
                there + "; only the rows that it has written itself go");
    }

    private static void act(Case now, TargetFate fate, String suffix) throws Exception {
        switch (fate.action()) {
            case DROPPED -> now.store().drop(now.sink(), now.notes());
            case RENAMED -> now.store().setAside(now.sink(), aside(now.sink().target(), suffix), now.notes());
            case ROWS_REMOVED -> now.store().remove(now.sink(), now.own(), now.notes());
            case UNTOUCHED -> {}
        }
    }

    /** What never was this pipeline's has nothing of it. */
    private static boolean isClear(Case now, FlowSpec spec) throws Exception {
        Optional<Store.Found> left = now.store().find(now.sink());
        return left.isPresent()
                && left.get().oddity().isEmpty()
                && now.note().filter(TargetNote::ours).isPresent()
                && !now.store().mayHold(now.sink(), spec.source().topics());
    }

    /** Longer names some stores would cut off, the end first. */
    private static String aside(String target, String suffix) {
        return target.substring(0, Math.min(target.length(), LONGEST_NAME - suffix.length())) + suffix;
    }
}
