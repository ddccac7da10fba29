package io.sluice.pipeline.lifecycle;

/**
 * What is wanted of a pipeline.
 *
 * @param desired what was ordered last
 * @param aim what follows from it at the moment: a pipeline that has drained its topics, or cannot run, is left alone
 * @param grip what keeps it from running, whatever was ordered
 */
record Wish(DesiredState desired, Aim aim, Grip grip) {

    enum Aim {
        /** It is to run. */
        RUN,
        /** It ran when the application was last here, and nothing has been ordered since. */
        EXPECTED,
        REST
    }

    enum Grip {
        FREE,
        /** Nothing runs for the time being. */
        HELD,
        /** Nothing runs any more. */
        ABANDONED
    }

    static Wish of(Remembered last) {
        return new Wish(last.desired(), last.isToRun() ? Aim.EXPECTED : Aim.REST, Grip.FREE);
    }

    boolean isToRun() {
        return aim == Aim.RUN && isFree();
    }

    boolean isExpected() {
        return aim == Aim.EXPECTED && isFree();
    }

    boolean isFree() {
        return grip == Grip.FREE;
    }

    boolean isAbandoned() {
        return grip == Grip.ABANDONED;
    }

    Wish ordered(DesiredState order) {
        return new Wish(order, order == DesiredState.RUNNING ? Aim.RUN : Aim.REST, grip);
    }

    Wish aimed(Aim next) {
        return new Wish(desired, next, grip);
    }

    /** Has no effect on what is abandoned. */
    Wish gripped(Grip next) {
        return isAbandoned() ? this : new Wish(desired, aim, next);
    }
}
