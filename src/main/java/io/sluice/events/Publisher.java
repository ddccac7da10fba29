package io.sluice.events;

import io.sluice.events.History.Event;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes events into the history. One thread. */
final class Publisher {

    private final EventIds ids;
    private final EventText text;
    private final History history;
    private boolean news;

    Publisher(EventIds ids, EventText text, History history) {
        this.ids = ids;
        this.text = text;
        this.history = history;
    }

    /**
     * @param pipeline the name of the one that it is about; null if it is about none
     * @param data what it has beside the time and the name
     */
    void publish(String kind, @Nullable String pipeline, Map<String, Object> data) {
        Map<String, Object> all = new LinkedHashMap<>();
        if (pipeline != null) {
            all.put("pipeline", pipeline);
        }
        all.put("at", Instant.now().truncatedTo(ChronoUnit.MILLIS));
        all.putAll(data);
        // The parts of the platform are subjects of their own.
        String subject = kind + " " + (pipeline == null ? data.keySet() + String.valueOf(data.get("part")) : pipeline);
        byte[] event = text.event(ids.text(history.last() + 1), kind, all);
        history.add(new Event(subject, pipeline, event));
        news = true;
    }

    /** Lets every reader begin anew. */
    void forget() {
        history.forget();
        news = true;
    }

    /** Whether something was published since this was asked last. */
    boolean hasNews() {
        boolean had = news;
        news = false;
        return had;
    }
}
