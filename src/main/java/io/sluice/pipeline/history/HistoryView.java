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
                    point.batches() == 0 ? null : new BatchMillis(point.millis() / point.batches(), point.longest()));
        }

        private static double rate(long records, Point point) {
            return Math.round(records * 100.0 / point.span()) / 100.0;
        }

        private static @Nullable Long known(long figure) {
            return figure == Point.UNKNOWN ? null : Long.valueOf(figure);
        }
    }

    /** Milliseconds that micro-batches took. */
    @JsonPropertyOrder({"mean", "max"})
    @Schema(name = "BatchMillis")
    public record BatchMillis(long mean, long max) {}

    /** Something that happened. */
    @JsonPropertyOrder({"at", "kind", "text"})
    @Schema(name = "HistoryMark")
    public record MarkView(Instant at, Marks.Kind kind, String text) {}
}
