package io.sluice.events;

import io.sluice.events.History.Event;
import io.sluice.events.History.Step;
import io.sluice.web.exchange.LiveAnswer;
import java.util.Collections;
import java.util.Iterator;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How far one reader got. Who takes what it is sent gets every event; who had to be waited for is dropped to the newest
 * of each subject; and who is too far behind for that, or comes new, gets how everything is.
 */
final class EventStream implements LiveAnswer.Source {

    private static final byte[] GREETING = EventText.ascii("retry: 2000\n\n");

    private final EventIds ids;
    private final History history;
    private final Overview overview;
    private final Predicate<String> wanted;
    private final @Nullable String lastEventId;
    private volatile boolean begun;

    // Set before begun is, and then used by one thread at a time.
    private long at;
    /** The event up to which it gets every one, however slowly it takes them: it has missed them. */
    private long owed;

    private Iterator<byte[]> snapshot = Collections.emptyIterator();
    private boolean greeted;

    /**
     * @param wanted says by a pipeline's name whether its events are
     * @param lastEventId the last event that the reader has had; null if it comes new
     */
    EventStream(
            EventIds ids, History history, Overview overview, Predicate<String> wanted, @Nullable String lastEventId) {
        this.ids = ids;
        this.history = history;
        this.overview = overview;
        this.wanted = wanted;
        this.lastEventId = lastEventId;
    }

    /** Lets it send events from now on; to be called once, when the overview is as new as the history. */
    void begin() {
        owed = history.last();
        // A number that was never given begins with how everything is.
        at = lastEventId == null ? -1 : ids.number(lastEventId);
        begun = true;
    }

    @Override
    public byte @Nullable [] next(boolean late) {
        if (!greeted) {
            greeted = true;
            return GREETING;
        }
        if (!begun) {
            return null;
        }
        if (!snapshot.hasNext()) {
            Step step = history.next(at, late && at >= owed, this::isWanted);
            if (step != null) {
                at = step.at();
                return step.event() == null ? null : step.event().text();
            }
            at = history.last();
            owed = at;
            snapshot = overview.pieces(ids.text(at), wanted);
        }
        return snapshot.next();
    }

    private boolean isWanted(Event event) {
        return event.pipeline() == null || wanted.test(event.pipeline());
    }

    @Override
    public void closed() {
        // What it keeps goes with it.
    }
}
