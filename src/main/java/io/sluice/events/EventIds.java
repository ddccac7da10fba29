package io.sluice.events;

import java.util.UUID;

/**
 * The ids of events: the run of the application and a number, so that an id of another run or another instance is never
 * taken for one of this.
 */
final class EventIds {

    private static final int LONGEST_NUMBER = 18;

    private final String run;

    EventIds(UUID instance) {
        run = instance.toString().substring(0, 8) + "-";
    }

    String text(long number) {
        return run + number;
    }

    /** Returns the number of an event of this run; -1 if the text is no id of one. */
    long number(String id) {
        String number = id.startsWith(run) ? id.substring(run.length()) : "";
        return number.matches("[0-9]{1," + LONGEST_NUMBER + "}") ? Long.parseLong(number) : -1;
    }
}
