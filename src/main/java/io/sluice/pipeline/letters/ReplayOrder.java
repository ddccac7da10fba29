package io.sluice.pipeline.letters;

import io.sluice.stream.flow.Position;
import io.sluice.web.Limits;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemException.FieldError;
import io.sluice.web.ProblemType;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which dead letters to replay. */
record ReplayOrder(@Nullable List<@Nullable At> positions) {

    @Schema(name = "RecordPosition")
    record At(@Nullable String topic, int partition, long offset) {}

    /**
     * The positions that were chosen; null means all.
     *
     * @throws ProblemException INVALID_OFFSETS with every fault
     */
    @Nullable
    Set<Position> chosen() {
        if (positions == null) {
            return null;
        }
        List<FieldError> faults = new ArrayList<>();
        Set<Position> chosen = new HashSet<>();
        if (positions.size() > Limits.POSITIONS) {
            faults.add(new FieldError(
                    "/positions",
                    "names " + positions.size() + " positions; at most " + Limits.POSITIONS + " are possible"));
        } else {
            for (int i = 0; i < positions.size(); i++) {
                add(chosen, positions.get(i), "/positions/" + i, faults);
            }
        }
        if (!faults.isEmpty()) {
            throw new ProblemException(
                    ProblemType.INVALID_OFFSETS,
                    "The positions are not valid, so nothing is replayed; correct what 'errors' points at.",
                    faults);
        }
        return chosen;
    }

    private static void add(Set<Position> chosen, @Nullable At at, String pointer, List<FieldError> faults) {
        if (at == null) {
            faults.add(new FieldError(pointer, "is null; name topic, partition and offset"));
        } else if (at.topic() == null) {
            faults.add(new FieldError(pointer + "/topic", "is missing"));
        } else if (at.partition() < 0 || at.offset() < 0) {
            faults.add(new FieldError(pointer, "has a partition or an offset less than 0"));
        } else {
            chosen.add(new Position(at.topic(), at.partition(), at.offset()));
        }
    }
}
