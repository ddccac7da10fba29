package io.sluice.pipeline.letters;

import io.sluice.stream.flow.LetterSelection;
import io.sluice.stream.flow.Mask;
import io.sluice.stream.flow.Position;
import io.sluice.stream.flow.Stage;
import io.sluice.stream.format.RecordMask;
import io.sluice.stream.letters.LetterEdits.Edit;
import io.sluice.web.Limits;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemException.FieldError;
import io.sluice.web.ProblemType;
import io.swagger.v3.oas.annotations.media.Schema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Which dead letters to replay or to try, and with what in place of their values. */
record ReplayOrder(
        @Nullable List<@Nullable At> positions,
        @Nullable LetterFilter filter,
        @Nullable List<@Nullable Edited> edits) {

    /** All letters, as they are. */
    static final ReplayOrder ALL = new ReplayOrder(null, null, null);

    @Schema(name = "RecordPosition")
    record At(@Nullable String topic, int partition, long offset) {

        static At of(Position position) {
            return new At(position.topic(), position.partition(), position.offset());
        }
    }

    /** @param encoding {@code utf8}, which null means, too, or {@code base64} */
    @Schema(name = "LetterEdit")
    record Edited(
            @Nullable At position,
            @Nullable String payload,
            @Nullable String encoding) {}

    /**
     * An order that is valid.
     *
     * @param edits each of a position of its own
     */
    record Checked(LetterSelection selection, List<Edit> edits) {}

    /**
     * Checks everything. Where neither positions nor a filter is given, the edits alone say which letters are meant.
     *
     * @param by whoever sends the edits
     * @param hidden of the letters from him
     * @throws ProblemException INVALID_OFFSETS with every fault
     */
    Checked checked(List<Stage> stages, String by, RecordMask hidden) {
        if (filter != null) {
            filter.requireSeen(hidden);
        }
        List<FieldError> faults = new ArrayList<>();
        Set<Position> chosen = positions == null ? null : chosen(positions, faults);
        Map<Position, Edit> edited = edits == null ? Map.of() : edited(edits, by, chosen, faults);
        if (positions == null && filter == null && edits != null) {
            chosen = Set.copyOf(edited.keySet());
        }
        if (!hidden.isNone()) {
            rejectMarked(edits, edited, faults);
        }
        LetterSelection selection = (filter == null ? LetterFilter.NONE : filter)
                .selection(chosen, stages, (name, fault) -> faults.add(new FieldError("/filter/" + name, fault)));
        if (!faults.isEmpty()) {
            throw new ProblemException(
                    ProblemType.INVALID_OFFSETS,
                    "The order is not valid, so nothing is done; correct what 'errors' points at.",
                    faults);
        }
        return new Checked(selection, List.copyOf(edited.values()));
    }

    /** Whoever edits what is shown to him would store the mark in place of a value that he has not seen. */
    private static void rejectMarked(
            @Nullable List<@Nullable Edited> edits, Map<Position, Edit> edited, List<FieldError> faults) {
        for (int i = 0; edits != null && i < edits.size(); i++) {
            Edited edit = edits.get(i);
            Position position = edit == null ? null : position(edit.position(), "", new ArrayList<>());
            Edit its = position == null ? null : edited.get(position);
            if (its != null && new String(its.value(), StandardCharsets.UTF_8).contains(Mask.MARK)) {
                faults.add(new FieldError(
                        "/edits/" + i + "/payload",
                        "has " + Mask.MARK + " where a field is masked; write its value, or have an admin edit it"));
            }
        }
    }

    private static Set<Position> chosen(List<@Nullable At> positions, List<FieldError> faults) {
        Set<Position> chosen = new LinkedHashSet<>();
        if (positions.size() > Limits.POSITIONS) {
            faults.add(new FieldError(
                    "/positions",
                    "names " + positions.size() + " positions; at most " + Limits.POSITIONS + " are possible"));
            return chosen;
        }
        for (int i = 0; i < positions.size(); i++) {
            Position position = position(positions.get(i), "/positions/" + i, faults);
            if (position != null) {
                chosen.add(position);
            }
        }
        return chosen;
    }

    private static @Nullable Position position(@Nullable At at, String pointer, List<FieldError> faults) {
        if (at == null) {
            faults.add(new FieldError(pointer, "is null; name topic, partition and offset"));
        } else if (at.topic() == null) {
            faults.add(new FieldError(pointer + "/topic", "is missing"));
        } else if (at.partition() < 0 || at.offset() < 0) {
            faults.add(new FieldError(pointer, "has a partition or an offset less than 0"));
        } else {
            return new Position(at.topic(), at.partition(), at.offset());
        }
        return null;
    }

    private static Map<Position, Edit> edited(
            List<@Nullable Edited> edits, String by, @Nullable Set<Position> among, List<FieldError> faults) {
        Map<Position, Edit> edited = new LinkedHashMap<>();
        if (edits.size() > Limits.EDITS) {
            faults.add(new FieldError(
                    "/edits", "has " + edits.size() + " edits; at most " + Limits.EDITS + " are possible"));
            return edited;
        }
        for (int i = 0; i < edits.size(); i++) {
            Edited each = edits.get(i);
            String pointer = "/edits/" + i;
            Position position = position(each == null ? null : each.position(), pointer + "/position", faults);
            byte[] value = each == null ? null : value(each, pointer, faults);
            if (position == null || value == null) {
                continue;
            }
            if (among != null && !among.contains(position)) {
                faults.add(new FieldError(pointer + "/position", "is not among the positions of the order"));
            }
            if (edited.put(position, new Edit(position, value, by)) != null) {
                faults.add(new FieldError(pointer + "/position", "has another edit in this order"));
            }
        }
        return edited;
    }

    private static byte @Nullable [] value(Edited edit, String pointer, List<FieldError> faults) {
        BiConsumer<String, String> hears = (name, fault) -> faults.add(new FieldError(pointer + "/" + name, fault));
        String encoding = edit.encoding();
        if (encoding != null && !encoding.equals(DeadLetter.UTF8) && !encoding.equals(DeadLetter.BASE64)) {
            hears.accept("encoding", "is '" + Limits.echo(encoding) + "'; it takes utf8 or base64");
        }
        if (edit.payload() == null) {
            hears.accept("payload", "is missing");
        }
        return LetterFilter.bytes("payload", edit.payload(), encoding, hears);
    }
}
