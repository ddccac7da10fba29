package io.sluice.stream.kafka;

import java.util.List;

/** A flow cannot go on where it stands, or begin where its definition says; somebody has to decide from where. */
public final class LostPositionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param ranges what cannot be read, each with its topic, partition and offsets */
    LostPositionException(List<String> ranges) {
        super(String.join("; ", ranges));
    }
}
