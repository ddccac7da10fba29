package io.sluice.pipeline.lifecycle;

import java.time.Duration;

/** Runs things later. Thread-safe. */
@FunctionalInterface
public interface Alarms {

    /** @param action must not block; it runs once, unless the alarm is cancelled before */
    Alarm after(Duration delay, Runnable action);

    /** One alarm that was set. */
    @FunctionalInterface
    interface Alarm {

        /** Without effect if the action has begun. */
        void cancel();
    }
}
