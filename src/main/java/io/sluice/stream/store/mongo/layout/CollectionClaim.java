package io.sluice.stream.store.mongo.layout;

import com.mongodb.MongoCommandException;
import io.sluice.stream.flow.SinkSpec.WriteMode;
import io.sluice.stream.store.Store.Fit;
import io.sluice.stream.store.Store.Found;
import io.sluice.stream.store.TargetNote;
import io.sluice.stream.store.TargetNotes;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Whose a collection is. The ledger and Mongo share no transaction, so the intention to make it is noted first: whoever
 * comes after a crash in between finds the note without an identity. An empty collection is then the one that was made,
 * or one that somebody made at that very moment and that holds nothing.
 */
public record CollectionClaim(Target target, TargetNotes notes) {

    /** Makes the collection if there is none. */
    public Fit make() throws SQLException {
        Optional<Found> there = target.find();
        boolean made = false;
        if (there.isEmpty()) {
            made = create();
            there = target.find();
        }
        String identity = there.map(Found::identity).orElse("");
        Optional<TargetNote> before = notes.read();
        TargetNote next =
                made || isMade(before, identity) ? TargetNote.made(identity, Map.of()) : found(identity, before);
        if (before.filter(n -> isSame(n, next)).isEmpty()) {
            notes.write(next);
        }
        return fit(next.made());
    }

    /** An intention that is refused must not make somebody's collection of that name the pipeline's. */
    private boolean create() throws SQLException {
        notes.write(TargetNote.made(null, Map.of()));
        try {
            return target.create();
        } catch (MongoCommandException e) {
            notes.forget();
            throw e;
        }
    }

    /** The same without making or noting anything. */
    public Fit look() throws SQLException {
        Optional<Found> there = target.find();
        return there.isEmpty() ? Fit.MADE : fit(isMade(notes.read(), there.get().identity()));
    }

    /** Whether what is there is what was made for the pipeline. */
    public boolean isMade() throws SQLException {
        Optional<Found> there = target.find();
        return there.isPresent()
                && there.get().oddity().isEmpty()
                && isMade(notes.read(), there.get().identity());
    }

    /** Whether what is there is what the pipeline found, and its own documents in it can be told. */
    public boolean isFound() throws SQLException {
        Optional<Found> there = target.find().filter(found -> found.oddity().isEmpty());
        return there.isPresent()
                && notes.read()
                        .filter(n -> n.ours() && !n.made() && n.isOf(there.get().identity()))
                        .filter(this::tellsApart)
                        .isPresent();
    }

    private boolean isMade(Optional<TargetNote> note, String identity) {
        if (note.filter(n -> n.ours() && n.made()).isEmpty()) {
            return false;
        }
        return note.get().isOf(identity)
                || (note.get().identity() == null && target.collection().find().first() == null);
    }

    private static boolean isSame(TargetNote before, TargetNote next) {
        return before.ours()
                && Objects.equals(before.identity(), next.identity())
                && before.made() == next.made()
                && before.mixed() == next.mixed()
                && before.columns().equals(next.columns());
    }

    /**
     * What it holds at positions of a topic before the pipeline appends there cannot be told from what comes later. The
     * note has the topics that were looked for, so that the pipeline's own documents are not taken for somebody else's.
     */
    private TargetNote found(String identity, Optional<TargetNote> before) {
        Optional<TargetNote> known = before.filter(n -> n.ours() && n.isOf(identity));
        boolean mixed = known.filter(TargetNote::mixed).isPresent();
        if (target.sink().mode() == WriteMode.UPSERT) {
            return TargetNote.found(identity, mixed, Map.of());
        }
        Map<String, String> asked = new HashMap<>(known.map(TargetNote::columns).orElse(Map.of()));
        List<String> fresh =
                notes.topics().stream().filter(t -> !asked.containsKey(t)).toList();
        fresh.forEach(topic -> asked.put(topic, ""));
        return TargetNote.found(
                identity, mixed || (!fresh.isEmpty() && target.rows().mayHold(fresh)), asked);
    }

    /** Whether documents at positions of the pipeline's topics are its own, in a collection that it found. */
    public boolean tellsApart(TargetNote note) {
        return target.sink().mode() == WriteMode.APPEND
                && !note.mixed()
                && note.columns().keySet().containsAll(notes.topics());
    }

    private static Fit fit(boolean made) {
        return new Fit(made, List.of());
    }
}
