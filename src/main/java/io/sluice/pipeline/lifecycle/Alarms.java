package io.sluice.pipeline.lifecycle;

import java.time.Duration;

/** Runs things later. Thread-safe. */
@FunctionalInterface
public interface Alarms {

    /** @param action must not block; it runs once, unless the alarm is cancelled before */
    Alarm after(Duration delay, Runnable action);

    /** An alarm that was set. */
    @FunctionalInterface
    interface Alarm {

        /** Keeps the action from running, unless it has begun. */
        void cancel();
    }
}
