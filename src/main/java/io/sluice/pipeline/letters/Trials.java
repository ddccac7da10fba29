package io.sluice.pipeline.letters;

import static io.sluice.results.table.KeyColumn.Trait.UNIQUE;

import io.sluice.engine.FlowDefinitionException;
import io.sluice.engine.Rehearsal;
import io.sluice.engine.Rehearsals;
import io.sluice.engine.Rehearsed;
import io.sluice.engine.SparkUnavailableException;
import io.sluice.pipeline.letters.TrialView.Tried;
import io.sluice.results.query.Batch;
import io.sluice.results.query.Count;
import io.sluice.results.query.Paging;
import io.sluice.results.query.Slice;
import io.sluice.results.table.KeyColumn;
import io.sluice.results.table.TableList;
import io.sluice.results.table.TableReads;
import io.sluice.stream.flow.Fault;
import io.sluice.stream.flow.FlowSpec;
import io.sluice.stream.flow.Position;
import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.flow.Stage;
import io.sluice.stream.format.RecordMask;
import io.sluice.stream.letters.DeadLetters;
import io.sluice.stream.letters.LetterConditions;
import io.sluice.stream.letters.LetterEdits;
import io.sluice.web.Attended;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Tries dead letters under a definition; writes nothing. Bounded in records, bytes and time. Thread-safe; what it does ends
 * when its thread is interrupted.
 */
@Component
class Trials {

    private static final int MOST_RECORDS = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String NO_SUCH_SINK =
            "The definition has no sink of this type, so a replay leaves the dead letter as it is";

    /** The order of the table's own key. */
    private static final List<KeyColumn> BY_POSITION = List.of(
            new KeyColumn("partition", "integer", UNIQUE),
            new KeyColumn("\"offset\"", "bigint", UNIQUE),
            new KeyColumn("topic", "text", UNIQUE),
            new KeyColumn("stage", "text", UNIQUE));

    private final TableReads reads;
    private final Rehearsals rehearsals;

    Trials(TableReads reads, Rehearsals rehearsals) {
        this.reads = reads;
        this.rehearsals = rehearsals;
    }

    /**
     * Says what would become of the letters.
     *
     * @param hidden of the letters from whoever asks
     * @param place kept until nothing is at work any more, which may be after this returns
     * @throws ProblemException PLATFORM_UNAVAILABLE while there is no Spark; QUERY_TIMEOUT if not even one could be tried
     *     in time
     */
    TrialView run(String pipeline, FlowSpec spec, ReplayOrder.Checked order, RecordMask hidden, Attended.Place place)
            throws InterruptedException {
        Slice<Letter> letters = letters(pipeline, spec, order);
        try (Rehearsal rehearsal = rehearsals.open(spec.masking(hidden.columns()))) {
            place.until(rehearsal.ended());
            return rehearse(rehearsal, letters, hidden);
        } catch (FlowDefinitionException e) {
            return TrialView.faults(List.of(new Fault("", String.valueOf(e.getMessage()))));
        } catch (SparkUnavailableException e) {
            throw new ProblemException(
                    ProblemType.PLATFORM_UNAVAILABLE, e.getMessage() + ". Repeat the request later.");
        }
    }

    private static TrialView rehearse(Rehearsal rehearsal, Slice<Letter> letters, RecordMask hidden)
            throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Batch<Tried> tried = new Batch<>();
        boolean cut = letters.next() != null;
        for (Letter letter : letters.items()) {
            Duration left = Duration.ofNanos(deadline - System.nanoTime());
            if (left.isNegative() || left.isZero()) {
                cut = true;
                break;
            }
            Tried next;
            try {
                next = Tried.of(
                        letter.record(),
                        letter.tried(rehearsal.of(letter.record(), left)),
                        hidden,
                        rehearsal.rowMask());
            } catch (Rehearsal.UnfinishedException e) {
                if (tried.size() == 0) {
                    throw new ProblemException(
                            ProblemType.QUERY_TIMEOUT,
                            "The record " + letter.record().position() + " could not be tried within "
                                    + PATIENCE.toSeconds()
                                    + " s: " + e.getMessage()
                                    + ". Repeat the request later, or simplify the transform.");
                }
                cut = true;
                break;
            }
            if (!tried.offer(next, next.weight())) {
                cut = true;
                break;
            }
        }
        return TrialView.of(rehearsal.output(), tried.rows(), cut);
    }

    /**
     * A record as it would be carried.
     *
     * @param left the store whose refusal stays as it is, since the flow does not have it; else null
     */
    private record Letter(SourceRecord record, @Nullable Stage left) {

        Rehearsed tried(Rehearsed became) {
            return left == null
                    ? became
                    : new Rehearsed(
                            became.decoded(), List.of(), 0, List.of(new Rehearsed.Rejection(left, NO_SUCH_SINK, null)));
        }
    }

    /** The records, each once, whatever stores refused it. */
    private Slice<Letter> letters(String pipeline, FlowSpec spec, ReplayOrder.Checked order) {
        Map<Position, byte[]> edits =
                order.edits().stream().collect(Collectors.toMap(LetterEdits.Edit::position, LetterEdits.Edit::value));
        Set<Stage> has = Stream.concat(
                        Stream.of(Stage.DECODE, Stage.TRANSFORM),
                        spec.sinks().stream().map(sink -> sink.type().stage()))
                .collect(Collectors.toSet());
        LetterConditions conditions = LetterConditions.of(order.selection());
        List<Object> parameters = new ArrayList<>(List.of(pipeline));
        parameters.addAll(conditions.parameters());
        TableList<Letter> list = new TableList<>(
                "*, " + LetterEdits.VALUE + " AS edited_value",
                DeadLetters.OF_PIPELINE + conditions.sql(),
                parameters,
                DeadLetterList.BYTES,
                BY_POSITION,
                (row, n) -> {
                    SourceRecord record = edited(DeadLetters.record(row), edits, row.getBytes("edited_value"));
                    Stage stage = new Stage(row.getString("stage"));
                    // What the counters do not count goes the whole way anew; a draft need not have its sinks yet.
                    boolean isLeft = row.getBoolean("counted") && !spec.sinks().isEmpty() && !has.contains(stage);
                    return new Letter(record, isLeft ? stage : null);
                },
                letter -> weight(letter.record().value()));
        Paging paging = new Paging(0, MOST_RECORDS, Count.NONE, false, null);
        Slice<Letter> slice = reads.read(session -> list.page(session, paging, true, List.of("trial", pipeline)));
        Map<String, Letter> once = slice.items().stream()
                .collect(Collectors.toMap(
                        letter -> letter.record().position(),
                        Function.identity(),
                        (first, second) -> first.left() == null ? first : second,
                        LinkedHashMap::new));
        return new Slice<>(List.copyOf(once.values()), slice.next(), null, null, null);
    }

    private static long weight(byte @Nullable [] value) {
        return value == null ? 0 : value.length;
    }

    private static SourceRecord edited(SourceRecord record, Map<Position, byte[]> edits, byte @Nullable [] kept) {
        byte[] value = edits.getOrDefault(new Position(record.topic(), record.partition(), record.offset()), kept);
        return value == null ? record : record.withValue(value);
    }
}
