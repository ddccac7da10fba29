package io.sluice.events;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The newest events, numbered from 1, for all readers together: a reader keeps only the number that it got to. Thread-safe;
 * one thread adds.
 */
final class History {

    /** The most bytes of the events that are kept. */
    static final long MOST_BYTES = 16 << 20;

    private final @Nullable Event[] ring;
    /** The newest of each subject, by its number. */
    private final Map<String, Long> newest = new HashMap<>();

    private long first = 1;
    private long last;
    private long bytes;

    /** @param kept how many events are kept, if they are not too large */
    History(int kept) {
        ring = new Event[kept];
    }

    /**
     * An event.
     *
     * @param subject what it is about; of two of one subject the newer says all
     * @param pipeline null if it is about none
     * @param text as it is sent
     */
    record Event(String subject, @Nullable String pipeline, byte[] text) {}

    /** Where a reader is after a step, and what it gets there, if there was something for it. */
    record Step(long at, @Nullable Event event) {}

    /** The number of the newest event. */
    synchronized long last() {
        return last;
    }

    /** Whether every event after this one is still there. */
    synchronized boolean reaches(long number) {
        return number >= first - 1 && number <= last;
    }

    /** @param event takes the number after {@link #last} */
    synchronized void add(Event event) {
        long size = event.text().length;
        while (first <= last && (last - first + 1 >= ring.length || bytes + size > MOST_BYTES)) {
            drop();
        }
        last++;
        ring[slot(last)] = event;
        newest.put(event.subject(), last);
        bytes += size;
    }

    private void drop() {
        Event oldest = Objects.requireNonNull(ring[slot(first)]);
        newest.remove(oldest.subject(), first);
        bytes -= oldest.text().length;
        ring[slot(first)] = null;
        first++;
    }

    /** Forgets all events: every reader begins anew with what is. */
    synchronized void forget() {
        while (first <= last) {
            drop();
        }
        // So that even whoever has had all of them is behind.
        last++;
        first = last + 1;
    }

    /**
     * Goes to the next event that a reader wants.
     *
     * @param newestOnly passes over what a later event of the same subject has made old
     * @return null if some after that number are not there any more
     */
    synchronized @Nullable Step next(long after, boolean newestOnly, Predicate<Event> wanted) {
        if (!reaches(after)) {
            return null;
        }
        for (long number = after + 1; number <= last; number++) {
            Event event = Objects.requireNonNull(ring[slot(number)]);
            boolean isNew = !newestOnly || Objects.equals(newest.get(event.subject()), number);
            if (isNew && wanted.test(event)) {
                return new Step(number, event);
            }
        }
        return new Step(last, null);
    }

    private int slot(long number) {
        return (int) (number % ring.length);
    }
}
