package io.sluice.stream.format.json.text;

import io.sluice.stream.format.Misfit;

/** A record that breaks JSON's grammar (RFC 8259), as opposed to a {@link Misfit}, which is JSON that no column holds. */
public final class Malformed extends Exception {

    private static final long serialVersionUID = 1L;

    private final String reason;

    private Malformed(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    /** @param index of the byte that cannot stand there; behind the last one, the record ends too early */
    static Malformed at(byte[] bytes, int index) {
        return new Malformed(
                index < bytes.length ? "not valid JSON at byte " + index : "not valid JSON: it ends too early");
    }

    /** The sentence for the dead letter. */
    public String reason() {
        return reason;
    }
}
