package io.sluice.stream.store;

import io.sluice.stream.flow.Offsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The marks of pipelines in a store that shares no transaction with the ledger, kept beside what they write there. A mark
 * says up to which positions the store had everything when it was written, so in a store that is restored from a backup
 * it goes back with the rows. Thread-safe.
 */
public interface Marks {

    /**
     * What the store had.
     *
     * @param target the pipeline's target
     * @param number greater than that of the mark before
     * @param positions by topic and partition, the offset up to which the store had everything
     * @param before the same of the mark before
     * @param definition stands for what made rows of the records; another one may make other rows of them
     */
    record Mark(String target, long number, Offsets positions, Offsets before, String definition) {

        /** The next one, under which the store has everything up to there. */
        public Mark upTo(Offsets next) {
            return new Mark(target, number + 1, next, positions, definition);
        }
    }

    /** The marks of those pipelines that have one, by their ids. */
    Map<Long, Mark> of(Collection<Long> pipelineIds);

    /**
     * The mark of one pipeline, by an answer that cannot be an older one.
     *
     * @throws RuntimeException if no server can say so now
     */
    Optional<Mark> newest(long pipelineId);

    /**
     * Which process answers, as far as it says so: none that has gone back to an older state is the same. Empty from servers
     * that do not say it.
     */
    String server();

    /** The marks of all pipelines, of this ledger or another, that have written the target. */
    List<Mark> ofTarget(String target);

    /**
     * Puts a mark in the place of one.
     *
     * @param before the mark that was read; null if there was none
     * @return false if the store has another one by now, and keeps it
     */
    boolean replace(long pipelineId, @Nullable Mark before, Mark next);

    /** Forgets the mark of a pipeline of which its target holds nothing any more. */
    void forget(long pipelineId);

    /** Forgets the marks of a target that is gone, or has another name now. */
    void forget(String target);
}
