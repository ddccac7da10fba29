package io.sluice.sink.mongo;

import io.sluice.flow.Store.Fit;
import io.sluice.flow.Store.Found;
import io.sluice.flow.TargetNote;
import io.sluice.flow.TargetNotes;
import io.sluice.flow.WriteMode;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whose a collection is. The ledger and Mongo share no transaction, so the intention to make it is noted first: whoever
 * comes after a crash in between finds the note without an identity. An empty collection is then the one that was made,
 * or one that somebody made at that very moment and that holds nothing.
 */
record CollectionClaim(Target target, TargetNotes notes) {

    /** Makes the collection if there is none. */
    Fit make() throws SQLException {
        Optional<Found> there = target.find();
        boolean made = false;
        if (there.isEmpty()) {
            notes.write(TargetNote.made(null, Map.of()));
            made = target.create();
            there = target.find();
        }
        String identity = there.map(Found::identity).orElse("");
        Optional<TargetNote> before = notes.read();
        TargetNote next =
                made || isMade(before, identity) ? TargetNote.made(identity, Map.of()) : found(identity, before);
        if (before.filter(n -> n.ours() && n.isOf(identity) && n.made() == next.made())
                .isEmpty()) {
            notes.write(next);
        }
        return fit(next.made());
    }

    /** The same without making or noting anything. */
    Fit look() throws SQLException {
        Optional<Found> there = target.find();
        return there.isEmpty() ? Fit.MADE : fit(isMade(notes.read(), there.get().identity()));
    }

    /** Whether what is there is what was made for the pipeline. */
    boolean isMade() throws SQLException {
        Optional<Found> there = target.find();
        return there.isPresent()
                && there.get().oddity().isEmpty()
                && isMade(notes.read(), there.get().identity());
    }

    private boolean isMade(Optional<TargetNote> note, String identity) {
        if (note.filter(n -> n.ours() && n.made()).isEmpty()) {
            return false;
        }
        return note.get().isOf(identity)
                || (note.get().identity() == null && target.collection().find().first() == null);
    }

    /** What it holds at positions of the pipeline's topics when it is found cannot be told from what comes later. */
    private TargetNote found(String identity, Optional<TargetNote> before) {
        boolean known = before.filter(n -> n.ours() && n.isOf(identity)).isPresent();
        boolean mixed = known
                ? before.get().mixed()
                : target.sink().mode() == WriteMode.APPEND && target.rows().mayHold(notes.topics());
        return TargetNote.found(identity, mixed, Map.of());
    }

    private static Fit fit(boolean made) {
        return new Fit(made, List.of());
    }
}
