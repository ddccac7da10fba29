package io.sluice.pipeline.lifecycle;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Remembers states over restarts of the application. Thread-safe; may block. */
public interface StateStore {

    /** @throws RuntimeException if it cannot be remembered now; the caller tries again later */
    void save(long pipelineId, PipelineState state, Instant since, @Nullable LastError lastError);
}
