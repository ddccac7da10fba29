package io.sluice.pipeline.offsets;

import io.sluice.stream.flow.Position;
import io.sluice.web.Limits;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemException.FieldError;
import io.sluice.web.ProblemType;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a pipeline is to read next, as a client sent it: everything may be missing. */
record OffsetsOrder(@Nullable List<@Nullable Next> partitions) {

    @Schema(name = "NewOffset")
    record Next(
            @Nullable String topic,
            @Nullable Integer partition,
            @Nullable Long nextOffset) {}

    /**
     * The positions in the order of their entries.
     *
     * @throws ProblemException INVALID_OFFSETS with every fault that can be seen without asking Kafka
     */
    List<Position> positions() {
        if (partitions == null || partitions.isEmpty()) {
            throw invalid(List.of(new FieldError("/partitions", "names no partition; name one or more")));
        }
        if (partitions.size() > Limits.POSITIONS) {
            throw invalid(List.of(new FieldError(
                    "/partitions",
                    "names " + partitions.size() + " partitions; at most " + Limits.POSITIONS + " are possible")));
        }
        List<FieldError> faults = new ArrayList<>();
        List<Position> positions = new ArrayList<>();
        Map<Position, Integer> entries = new HashMap<>();
        for (int i = 0; i < partitions.size(); i++) {
            Position position = position(i, partitions.get(i), faults);
            Integer first = position == null
                    ? null
                    : entries.putIfAbsent(new Position(position.topic(), position.partition(), 0), i);
            if (first != null) {
                faults.add(new FieldError(pointer(i), "names the same partition as " + pointer(first)));
            } else if (position != null) {
                positions.add(position);
            }
        }
        if (!faults.isEmpty()) {
            throw invalid(faults);
        }
        return positions;
    }

    private static @Nullable Position position(int entry, @Nullable Next next, List<FieldError> faults) {
        if (next == null) {
            faults.add(new FieldError(pointer(entry), "is null; name topic, partition and nextOffset"));
            return null;
        }
        if (next.topic() == null) {
            faults.add(new FieldError(pointer(entry) + "/topic", "is missing"));
        }
        checkNumber(pointer(entry) + "/partition", next.partition(), faults);
        checkNumber(pointer(entry) + "/nextOffset", next.nextOffset(), faults);
        return next.topic() == null || next.partition() == null || next.nextOffset() == null
                ? null
                : new Position(next.topic(), next.partition(), next.nextOffset());
    }

    private static void checkNumber(String pointer, @Nullable Number number, List<FieldError> faults) {
        if (number == null) {
            faults.add(new FieldError(pointer, "is missing"));
        } else if (number.longValue() < 0) {
            faults.add(new FieldError(pointer, "is " + number + "; it is 0 or more"));
        }
    }

    /** The answer to {@link #positions} some of which Kafka does not have. */
    static ProblemException refused(List<Position> positions, Map<Position, String> reasons) {
        List<FieldError> faults = new ArrayList<>();
        for (int i = 0; i < positions.size(); i++) {
            String reason = reasons.get(positions.get(i));
            if (reason != null) {
                faults.add(new FieldError(pointer(i), reason));
            }
        }
        return invalid(faults);
    }

    private static ProblemException invalid(List<FieldError> faults) {
        String count = faults.size() == 1 ? "one fault" : faults.size() + " faults";
        return new ProblemException(
                ProblemType.INVALID_OFFSETS,
                "The offsets have " + count + ", so nothing was changed; correct what 'errors' points at and send them"
                        + " again.",
                faults);
    }

    private static String pointer(int entry) {
        return "/partitions/" + entry;
    }
}
