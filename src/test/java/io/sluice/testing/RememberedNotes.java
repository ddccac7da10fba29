package io.sluice.testing;

import io.sluice.stream.store.TargetNote;
import io.sluice.stream.store.TargetNotes;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The note of one target of one pipeline, in memory: for stores without a ledger. */
public final class RememberedNotes implements TargetNotes {

    private final List<String> topics;
    private @Nullable TargetNote note;

    public RememberedNotes(String... topics) {
        this.topics = List.of(topics);
    }

    @Override
    public List<String> topics() {
        return topics;
    }

    @Override
    public synchronized Optional<TargetNote> read() {
        return Optional.ofNullable(note);
    }

    @Override
    public synchronized void write(TargetNote noted) {
        note = new TargetNote(noted.identity(), true, noted.made(), noted.mixed(), Instant.now(), noted.columns());
    }

    @Override
    public synchronized void forget() {
        note = null;
    }

    @Override
    public void requireLease() {}

    @Override
    public TargetNotes in(Connection transaction) {
        return this;
    }
}
