package io.sluice.pipeline.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a pipeline was, in the order of time, and what happened to it. */
@JsonPropertyOrder({"from", "to", "step", "points", "marks"})
@Schema(name = "History")
public record HistoryView(Instant from, Instant to, String step, List<PointView> points, List<MarkView> marks) {

    /** How it was during a step, or longer where only that is kept. What is not known is left out. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonPropertyOrder({"at", "inRate", "outRate", "rejectedRate", "lag", "lagSeconds", "batches", "batchMillis"})
    @Schema(name = "HistoryPoint")
    public record PointView(
            Instant at,
            double inRate,
            double outRate,
            double rejectedRate,
            @Nullable Long lag,
            @Nullable Long lagSeconds,
            long batches,
            @Nullable BatchMillis batchMillis) {

        static PointView of(long second, Point point) {
            return new PointView(
                    Instant.ofEpochSecond(second),
                    rate(point.in(), point),
                    rate(point.out(), point),
                    rate(point.rejected(), point),
                    known(point.lag()),
                    known(point.lagSeconds()),
                    point.batches(),
                    point.batches() == 0 ? null : BatchMillis.of(point));
        }

        private static double rate(long records, Point point) {
            return Math.round(records * 100.0 / point.span()) / 100.0;
        }

        private static @Nullable Long known(long figure) {
            return figure == Point.UNKNOWN ? null : Long.valueOf(figure);
        }
    }

    /** Milliseconds that micro-batches took. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonPropertyOrder({"mean", "max", "phases"})
    @Schema(name = "BatchMillis")
    public record BatchMillis(long mean, long max, @Nullable PhaseMillis phases) {

        private static BatchMillis of(Point point) {
            Phases phases = point.phases();
            return new BatchMillis(
                    point.millis() / point.batches(),
                    point.longest(),
                    phases.batches() == 0 ? null : PhaseMillis.of(phases));
        }
    }

    /** Milliseconds that their phases took on average, by Spark's names. */
    @JsonPropertyOrder({"latestOffset", "queryPlanning", "walCommit", "getBatch", "addBatch", "commitOffsets"})
    @Schema(name = "PhaseMillis")
    public record PhaseMillis(
            double latestOffset,
            double queryPlanning,
            double walCommit,
            double getBatch,
            double addBatch,
            double commitOffsets) {

        private static PhaseMillis of(Phases phases) {
            return new PhaseMillis(
                    mean(phases.latestOffset(), phases),
                    mean(phases.queryPlanning(), phases),
                    mean(phases.walCommit(), phases),
                    mean(phases.getBatch(), phases),
                    mean(phases.addBatch(), phases),
                    mean(phases.commitOffsets(), phases));
        }

        /** To a tenth: many a phase takes less than a millisecond. */
        private static double mean(long millis, Phases phases) {
            return Math.round(millis * 10.0 / phases.batches()) / 10.0;
        }
    }

    /** Something that happened. */
    @JsonPropertyOrder({"at", "kind", "text"})
    @Schema(name = "HistoryMark")
    public record MarkView(Instant at, Marks.Kind kind, String text) {}
}
