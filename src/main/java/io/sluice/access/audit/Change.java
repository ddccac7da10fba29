package io.sluice.access.audit;

import org.jspecify.annotations.Nullable;

/**
 * What was changed.
 *
 * @param action the operation; that of the request goes before it
 * @param target its name or id
 * @param pipelineId of a pipeline whose definition it is; else null
 * @param version which version of the definition it made, where that is kept; else null
 * @param before JSON, of what is kept nowhere else; null for nothing
 * @param after the same
 */
public record Change(
        String action,
        String target,
        @Nullable Long pipelineId,
        @Nullable Long version,
        @Nullable String before,
        @Nullable String after) {

    public static Change of(String action, String target, @Nullable String before, @Nullable String after) {
        return new Change(action, target, null, null, before, after);
    }
}
