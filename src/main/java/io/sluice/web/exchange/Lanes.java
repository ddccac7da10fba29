package io.sluice.web.exchange;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many requests are handled at once: of each operation so many that one that takes long leaves room for the others,
 * and of all together less than there are threads. Who waits, waits without a thread. Thread-safe.
 */
final class Lanes {

    /** Requests that may share a name are handled {@code width} at a time. */
    record Lane(String name, int width) {}

    /** Runs what waits for its turn; called at most once, on the thread of a request that leaves. */
    interface Waiting {
        void admitted();
    }

    private record Place(Lane lane, Waiting waiting) {}

    private final int width;
    private final int longestQueue;
    private final Map<String, Integer> handled = new HashMap<>();
    private final Deque<Place> queue = new ArrayDeque<>();
    private int all;

    /** @param width of all lanes together */
    Lanes(int width, int longestQueue) {
        this.width = width;
        this.longestQueue = longestQueue;
    }

    /** @return whether there was room; a request that is let in has to leave */
    synchronized boolean enter(Lane lane) {
        if (!hasRoom(lane)) {
            return false;
        }
        take(lane);
        return true;
    }

    /** @return false if too many wait already */
    boolean enterOrWait(Lane lane, Waiting waiting) {
        synchronized (this) {
            if (!hasRoom(lane)) {
                return queue.size() < longestQueue && queue.add(new Place(lane, waiting));
            }
            take(lane);
        }
        waiting.admitted();
        return true;
    }

    /** @return whether it still waited, and so will not be admitted any more */
    synchronized boolean giveUp(Waiting waiting) {
        return queue.removeIf(place -> place.waiting() == waiting);
    }

    void leave(Lane lane) {
        Waiting next;
        synchronized (this) {
            handled.merge(lane.name(), -1, (now, one) -> now + one == 0 ? null : now + one);
            all--;
            next = next();
        }
        if (next != null) {
            next.admitted();
        }
    }

    private @Nullable Waiting next() {
        for (Iterator<Place> places = queue.iterator(); places.hasNext(); ) {
            Place place = places.next();
            if (hasRoom(place.lane())) {
                places.remove();
                take(place.lane());
                return place.waiting();
            }
        }
        return null;
    }

    private boolean hasRoom(Lane lane) {
        return all < width && handled.getOrDefault(lane.name(), 0) < lane.width();
    }

    private void take(Lane lane) {
        handled.merge(lane.name(), 1, Integer::sum);
        all++;
    }
}
