package io.sluice.stream.store;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is noted of a table or collection that a flow writes.
 *
 * @param identity what the store knows the target by beside its name, so that one made anew under the name is told
 *     apart; empty if the store has nothing of the kind, null while Sluice is about to make it
 * @param ours whether the pipeline that asks is the one that wrote there last
 * @param made whether Sluice made it for that pipeline; else the pipeline found it
 * @param mixed whether it held rows when it was found that cannot be told from the pipeline's own
 * @param since when the pipeline made or found it, by the ledger's clock; meaningless in what is to be
 *     noted
 * @param columns as Sluice made or changed them last, by name: what differs was changed by somebody else;
 *     a store without columns notes here of which topics it asked whether the target held rows when it was found
 */
public record TargetNote(
        @Nullable String identity,
        boolean ours,
        boolean made,
        boolean mixed,
        Instant since,
        Map<String, String> columns) {

    public TargetNote {
        columns = Map.copyOf(columns);
    }

    /** The note of a target that is made for the pipeline. */
    public static TargetNote made(@Nullable String identity, Map<String, String> columns) {
        return new TargetNote(identity, true, true, false, Instant.EPOCH, columns);
    }

    /** The note of a target that was there before the pipeline. */
    public static TargetNote found(String identity, boolean mixed, Map<String, String> columns) {
        return new TargetNote(identity, true, false, mixed, Instant.EPOCH, columns);
    }

    public boolean isOf(String target) {
        return target.equals(identity);
    }
}
