package io.sluice.pipeline.lifecycle;

import io.swagger.v3.oas.annotations.media.Schema;

/** What was ordered last; it survives restarts of the application. */
@Schema(enumAsRef = true)
public enum DesiredState {
    RUNNING,
    STOPPED
}
