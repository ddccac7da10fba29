package io.sluice.pipeline.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.sluice.pipeline.figures.ColumnsView;
import io.sluice.pipeline.figures.LagWatch.Trend;
import io.sluice.pipeline.figures.RecentFigures.Rates;
import io.sluice.pipeline.lifecycle.DesiredState;
import io.sluice.pipeline.lifecycle.LastError;
import io.sluice.pipeline.lifecycle.PipelineState;
import io.sluice.stream.flow.Counters;
import io.sluice.stream.flow.Counters.SinkCounters;
import io.sluice.stream.flow.FlowSpec;
import io.sluice.stream.flow.StoreType;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How a pipeline is. What does not apply at the moment is left out. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({
    "state",
    "desiredState",
    "since",
    "attempt",
    "nextRetryAt",
    "lastError",
    "queryId",
    "runId",
    "batchId",
    "partitions",
    "counters",
    "rates",
    "lagSeconds",
    "lagTrend",
    "caughtUpInSeconds",
    "rejectedLastHour",
    "columns",
    "notices",
    "unknown"
})
@Schema(description = "How a pipeline is at the moment. What does not apply is left out.")
public record PipelineStatus(
        @Schema(requiredMode = RequiredMode.REQUIRED) PipelineState state,

        @Schema(description = "What was ordered last; it survives restarts.", requiredMode = RequiredMode.REQUIRED)
        DesiredState desiredState,

        @Schema(description = "When it came into this state.", requiredMode = RequiredMode.REQUIRED)
        Instant since,

        @Schema(description = "Failures in a row before now.", requiredMode = RequiredMode.REQUIRED, example = "0")
        int attempt,

        @Schema(description = "When it tries again, in state RETRYING.") @Nullable
        Instant nextRetryAt,

        @Nullable LastError lastError,

        @Schema(description = "Spark's id of the query while it runs; the same after every restart.") @Nullable
        UUID queryId,

        @Schema(description = "Spark's id of this run of the query.") @Nullable
        UUID runId,

        @Schema(description = "The last micro-batch that completed, from 0 at each start.", example = "41") @Nullable
        Long batchId,

        @Schema(
                description = "Where it stands in each partition, by the last micro-batch.",
                requiredMode = RequiredMode.REQUIRED)
        List<PartitionView> partitions,

        @Schema(description = "What became of its records so far; left out while the ledger cannot be reached.")
        @Nullable
        CountersView counters,

        @Schema(description = "Over the last minute; left out until they are known.") @Nullable
        Rates rates,

        @Schema(
                description = "How long ago the oldest record came that is still to be read, and 0 if there is none;"
                        + " left out while that is not known.",
                example = "0")
        @Nullable
        Long lagSeconds,

        @Schema(description = "Where the lag goes, over the last minute.") @Nullable
        Trend lagTrend,

        @Schema(
                description = "When nothing is left to be read if it goes on as in the last minute; left out unless the"
                        + " lag falls.",
                example = "0")
        @Nullable
        Long caughtUpInSeconds,

        @Schema(
                description = "Records that became dead letters in the last hour, as far as this instance has run.",
                example = "3")
        @Nullable
        Long rejectedLastHour,

        @Schema(
                description =
                        "How the schema compares with the topics' records; left out until some were consumed and compared.")
        @Nullable
        ColumnsView columns,

        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        @Schema(
                description =
                        "What its last start changed in a table or collection that was there, and what the owner of"
                                + " it should know; left out if there is nothing to say.")
        List<String> notices,

        @Schema(
                description =
                        "What is not known, because the server that has it did not answer at once:"
                                + " `counters` and `partitions` come from the ledger, `lag` from Kafka. Left out if all is known.",
                example = "[\"lag\"]")
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<String> unknown) {

    /** Where a pipeline stands in a partition; {@code endOffset} and {@code lag} are missing while they are not known. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonPropertyOrder({"topic", "partition", "processedOffset", "endOffset", "lag"})
    @Schema(name = "PartitionStatus", description = "Where a pipeline stands in a partition.")
    record PartitionView(
            @Schema(description = "The topic.", requiredMode = RequiredMode.REQUIRED, example = "my_quotes")
            String topic,

            @Schema(description = "The number of the partition.", requiredMode = RequiredMode.REQUIRED, example = "0")
            int partition,

            @Schema(description = "The next offset to read.", requiredMode = RequiredMode.REQUIRED, example = "1250")
            long processedOffset,

            @Schema(description = "The offset after the newest record; known of pipelines that ran.", example = "1250")
            @Nullable
            Long endOffset,

            @Schema(description = "Offsets still to be read.", example = "0") @Nullable
            Long lag) {}

    @JsonPropertyOrder({"consumed", "filtered", "rejected", "sinks"})
    @Schema(
            name = "Counters",
            description =
                    "What became of the records so far; for each sink: consumed = filtered + rejected + sink.stored + sink.rejected.")
    record CountersView(
            @Schema(description = "Records read.", requiredMode = RequiredMode.REQUIRED, example = "1250")
            long consumed,

            @Schema(
                    description = "Records that the transform yields no row for; a preview or a tail shows which.",
                    requiredMode = RequiredMode.REQUIRED,
                    example = "0")
            long filtered,

            @Schema(
                    description = "Records that decoding or the transform rejected.",
                    requiredMode = RequiredMode.REQUIRED,
                    example = "10")
            long rejected,

            @Schema(description = "What became of the rest, in each sink.", requiredMode = RequiredMode.REQUIRED)
            List<SinkCountersView> sinks) {

        /**
         * In the order of the definition, with zeros for those sinks that have counted nothing yet; then those that the
         * flow has no more.
         */
        static CountersView of(Counters counters, FlowSpec spec) {
            return of(counters, sinks(counters, spec));
        }

        /** The counters of a batch, in the same order, without sinks that the flow did not have then. */
        static CountersView ofBatch(Counters counters, FlowSpec spec) {
            Map<StoreType, SinkCounters> sinks = sinks(counters, spec);
            sinks.keySet().retainAll(counters.sinks().keySet());
            return of(counters, sinks);
        }

        private static Map<StoreType, SinkCounters> sinks(Counters counters, FlowSpec spec) {
            Map<StoreType, SinkCounters> sinks = new LinkedHashMap<>();
            spec.sinks().forEach(sink -> sinks.put(sink.type(), new SinkCounters(0, 0, 0)));
            sinks.putAll(counters.sinks());
            return sinks;
        }

        private static CountersView of(Counters counters, Map<StoreType, SinkCounters> sinks) {
            return new CountersView(
                    counters.consumed(),
                    counters.filtered(),
                    counters.rejected(),
                    sinks.entrySet().stream()
                            .map(sink -> SinkCountersView.of(sink.getKey(), sink.getValue()))
                            .toList());
        }
    }

    @JsonPropertyOrder({"sink", "stored", "rejected", "rows"})
    @Schema(name = "SinkCounters", description = "What became of the records that a sink was given.")
    record SinkCountersView(
            @Schema(description = "The type of the sink.", requiredMode = RequiredMode.REQUIRED)
            String sink,

            @Schema(
                    description = "Records whose rows are all stored.",
                    requiredMode = RequiredMode.REQUIRED,
                    example = "1240")
            long stored,

            @Schema(
                    description = "Records of which the store refused a row.",
                    requiredMode = RequiredMode.REQUIRED,
                    example = "0")
            long rejected,

            @Schema(
                    description = "Rows that the stored records yielded: more than records where one yields"
                            + " several, and in upsert mode more than the table has where several are of one key.",
                    requiredMode = RequiredMode.REQUIRED,
                    example = "1240")
            long rows) {

        private static SinkCountersView of(StoreType sink, SinkCounters counters) {
            return new SinkCountersView(sink.label(), counters.stored(), counters.rejected(), counters.rows());
        }
    }
}
