package io.sluice.engine;

import io.sluice.stream.flow.Position;
import java.util.Map;

/** A flow cannot go on at the positions that were asked for. */
public final class OffsetsRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Map<Position, String> reasons;

    /** @param reasons why, for each position that cannot be */
    public OffsetsRefusedException(Map<Position, String> reasons) {
        super(String.join("; ", reasons.values()));
        this.reasons = Map.copyOf(reasons);
    }

    /** Why, for each position that cannot be. */
    public Map<Position, String> reasons() {
        return reasons;
    }
}
