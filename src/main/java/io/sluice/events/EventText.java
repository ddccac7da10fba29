package io.sluice.events;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Writes events as server-sent events have them. Thread-safe. */
public final class EventText {

    /**
     * Only shows that the connection is alive. An event and no comment, because an {@code EventSource} tells a page
     * nothing of comments; without an id, because nothing happened to come back to.
     */
    static final byte[] HEARTBEAT = ascii("event: heartbeat\ndata: {}\n\n");

    private final JsonMapper json;

    public EventText(JsonMapper json) {
        this.json = json;
    }

    /** Returns the value as JSON, which has no line break. */
    byte[] json(Object value) {
        return json.writeValueAsBytes(value);
    }

    /**
     * Returns an event.
     *
     * @param id null for one that nobody can come back to
     * @param data what is written as JSON
     */
    public byte[] event(@Nullable String id, String kind, Object data) {
        return joined(
                ascii((id == null ? "" : "id: " + id + "\n") + "event: " + kind + "\ndata: "),
                json(data),
                ascii("\n\n"));
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] joined(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        byte[] all = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }
}
