package io.sluice.events;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;

/** What a reader who comes new is told: how everything is, as it was seen last. Thread-safe; one thread changes it. */
final class Overview {

    /** The summaries as JSON, by the name of their pipeline. */
    private final ConcurrentSkipListMap<String, byte[]> pipelines = new ConcurrentSkipListMap<>();

    private final BigDecimal heartbeat;

    private volatile byte[] platform = EventText.ascii("{}");

    /** @param heartbeat after how long without an event there is a heartbeat, so that a reader knows when to worry */
    Overview(Duration heartbeat) {
        this.heartbeat = BigDecimal.valueOf(heartbeat.toMillis(), 3).stripTrailingZeros();
    }

    void platform(byte[] json) {
        platform = json;
    }

    void pipeline(String name, byte[] summary) {
        pipelines.put(name, summary);
    }

    void remove(String name) {
        pipelines.remove(name);
    }

    /**
     * Returns the event in pieces, each of which is made when it is asked for, so that nobody holds the whole.
     *
     * @param id of the newest event: what comes after it may be in here already
     * @param wanted which pipelines are, by their names
     */
    Iterator<byte[]> pieces(String id, Predicate<String> wanted) {
        return new Pieces(id, wanted);
    }

    private final class Pieces implements Iterator<byte[]> {

        private final String id;
        private final Predicate<String> wanted;
        private String at = "";
        private boolean begun;
        private boolean some;
        private boolean done;

        Pieces(String id, Predicate<String> wanted) {
            this.id = id;
            this.wanted = wanted;
        }

        @Override
        public boolean hasNext() {
            return !done;
        }

        @Override
        public byte[] next() {
            if (!begun) {
                begun = true;
                return EventText.joined(
                        EventText.ascii("id: " + id + "\nevent: snapshot\ndata: {\"heartbeatSeconds\":"
                                + heartbeat.toPlainString() + ",\"platform\":"),
                        platform,
                        EventText.ascii(",\"pipelines\":[\n"));
            }
            Map.Entry<String, byte[]> entry = pipelines.higherEntry(at);
            while (entry != null && !wanted.test(entry.getKey())) {
                entry = pipelines.higherEntry(entry.getKey());
            }
            if (entry == null) {
                done = true;
                return EventText.ascii("data: ]}\n\n");
            }
            at = entry.getKey();
            byte[] piece = EventText.joined(
                    EventText.ascii(some ? "data: ," : "data: "), entry.getValue(), EventText.ascii("\n"));
            some = true;
            return piece;
        }
    }
}
