package io.sluice.engine.run;

import io.sluice.engine.LiveQueries;
import io.sluice.engine.LiveQueries.LiveQuery;
import io.sluice.engine.SparkUnavailableException;
import io.sluice.engine.session.SparkQuery;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.streaming.SourceProgress;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.jspecify.annotations.Nullable;

/** The flows that run, by the ids of their pipelines. Thread-safe. */
final class RunningFlows implements LiveQueries {

    /** Spark's own words. It takes the wait for a question to Kafka that is not answered yet. */
    private static final String WAITING = "Waiting for data to arrive";

    private static final long LONGEST_END_SECONDS = 15;

    private final Map<Long, SparkRunningFlow> flows = new ConcurrentHashMap<>();

    /** @param afterwards done when the flow has ended, unless another one runs in its place by then */
    void add(long pipelineId, SparkRunningFlow flow, Runnable afterwards) {
        flows.put(pipelineId, flow);
        flow.ended().whenComplete((ok, failure) -> {
            if (flows.remove(pipelineId, flow)) {
                afterwards.run();
            }
        });
    }

    Map<Long, SparkRunningFlow> now() {
        return Map.copyOf(flows);
    }

    /** Ends all flows by that failure. Blocks until they are over, for some seconds at most. */
    void fail(SparkUnavailableException loss) {
        List<SparkRunningFlow> lost = List.copyOf(flows.values());
        lost.forEach(flow -> flow.fail(loss));
        CompletableFuture.allOf(lost.stream().map(SparkRunningFlow::ended).toArray(CompletableFuture[]::new))
                .exceptionally(ended -> null)
                .completeOnTimeout(null, LONGEST_END_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    @Override
    public List<LiveQuery> queries() {
        return flows.values().stream().map(RunningFlows::describe).toList();
    }

    static LiveQuery describe(SparkRunningFlow flow) {
        StreamingQuery query = flow.query();
        StreamingQueryProgress progress = query.lastProgress();
        return new LiveQuery(
                query.id(),
                query.runId(),
                query.name(),
                query.isActive(),
                flow.isWaiting() ? WAITING : query.status().message(),
                progress == null ? List.of() : sources(progress),
                progress == null ? "" : progress.sink().description(),
                progress == null ? null : progress.json(),
                exception(query),
                SparkQuery.plan(query));
    }

    private static List<String> sources(StreamingQueryProgress progress) {
        return Arrays.stream(progress.sources())
                .map(SourceProgress::description)
                .toList();
    }

    private static @Nullable String exception(StreamingQuery query) {
        return query.exception().isEmpty() ? null : query.exception().get().getMessage();
    }
}
