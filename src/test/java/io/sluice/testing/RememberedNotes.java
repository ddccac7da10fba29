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
    private boolean lost;

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
        requireLease();
        note = new TargetNote(noted.identity(), true, noted.made(), noted.mixed(), Instant.now(), noted.columns());
    }

    @Override
    public synchronized void forget() {
        requireLease();
        note = null;
    }

    /** From now on another instance has the lease. */
    public synchronized void loseLease() {
        lost = true;
    }

    @Override
    public synchronized void requireLease() {
        if (lost) {
            throw new IllegalStateException("another instance has the lease");
        }
    }

    @Override
    public TargetNotes in(Connection transaction) {
        return this;
    }
}
