package io.sluice.pipeline.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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

    /** One alarm that is set anew whenever it is due at another time. Not thread-safe. */
    final class Movable {

        private final Surroundings with;
        private @Nullable Instant at;
        private @Nullable Alarm alarm;

        Movable(Surroundings with) {
            this.with = with;
        }

        /** @param due null lets nothing be due */
        void move(@Nullable Instant due, Consumer<Instant> action) {
            if (Objects.equals(due, at)) {
                return;
            }
            if (alarm != null) {
                alarm.cancel();
            }
            at = due;
            alarm = due == null ? null : with.at(due, () -> action.accept(due));
        }
    }
}
