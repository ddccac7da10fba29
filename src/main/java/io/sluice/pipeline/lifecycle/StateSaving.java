package io.sluice.pipeline.lifecycle;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the store told of one pipeline's state, whenever that has become another: one thread at a time, and again after a
 * while if the store cannot be told. Thread-safe.
 */
final class StateSaving {

    private static final Logger LOG = LoggerFactory.getLogger(StateSaving.class);

    private final long id;
    private final Surroundings with;
    private Saved saved;
    private boolean saving;
    private boolean later;

    /** @param remembered what the store has */
    StateSaving(long id, Condition remembered, Surroundings with) {
        this.id = id;
        this.with = with;
        this.saved = Saved.of(remembered);
    }

    /** What the store was told last. */
    private record Saved(
            PipelineState state, Instant since, @Nullable LastError error) {
        static Saved of(Condition now) {
            return new Saved(now.state(), now.since(), now.lastError());
        }
    }

    /** Whether the store is to be told this by the caller, who then does so with {@link #save}. */
    synchronized boolean begins(Condition now) {
        boolean begins = !saving && !later && !saved.equals(Saved.of(now));
        saving |= begins;
        return begins;
    }

    /**
     * Tells the store, and blocks as long as that takes.
     *
     * @param again runs after a while if it could not be told
     */
    void save(Condition condition, Runnable again) {
        Saved now = Saved.of(condition);
        boolean isSaved = false;
        try {
            with.store().save(id, now.state(), now.since(), now.error());
            isSaved = true;
        } catch (RuntimeException e) {
            LOG.debug("The state of pipeline {} could not be saved; trying again", id, e);
            with.alarms().after(PipelineActor.PAUSE, () -> {
                resume();
                again.run();
            });
        } finally {
            end(isSaved ? now : null);
        }
    }

    private synchronized void end(@Nullable Saved now) {
        saving = false;
        later = now == null;
        saved = now == null ? saved : now;
    }

    private synchronized void resume() {
        later = false;
    }
}
