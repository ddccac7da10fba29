package io.sluice.stream.transform;

import io.sluice.stream.flow.RecordTransform;
import java.time.Duration;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Makes a pipeline's SELECT runnable. Driver only; thread-safe. */
public final class Transforms {

    /** A thousand columns take a second or two. */
    private static final DeepStack.Limits LIMITS = new DeepStack.Limits(Duration.ofSeconds(30), 1200);

    private Transforms() {}

    /**
     * Parses, checks and compiles a transform. Executes nothing and asks no server.
     *
     * @param session its settings are brought to what a transform relies on (ANSI, UTC, case-sensitive names, no
     *     variable substitution); the query that runs the transform must be started from it or a child of it
     * @param source the columns of the pipeline's schema; {@link io.sluice.stream.flow.SourceColumns#METADATA} is added
     * @param sql one SELECT over the relation {@code source}; null passes the decoded rows on as they are
     * @return travels to the executors; its {@code output()} is what the stores get
     * @throws InvalidTransformException with all that is wrong
     * @throws AnalysisUnfinishedException if this machine did not have the time, so that it is to be tried again
     */
    public static RecordTransform.Factory analyse(SparkSession session, StructType source, @Nullable String sql)
            throws InvalidTransformException {
        if (sql == null) {
            return PassThrough.of(source);
        }
        SessionSettings.apply(session);
        return DeepStack.call(() -> SqlAnalysis.in(session).run(source, sql), LIMITS);
    }
}
