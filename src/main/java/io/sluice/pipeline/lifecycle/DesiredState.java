package io.sluice.pipeline.lifecycle;

/** What was ordered last; it survives restarts of the application. */
public enum DesiredState {
    RUNNING,
    STOPPED
}
