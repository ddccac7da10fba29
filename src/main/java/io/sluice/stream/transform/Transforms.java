package io.sluice.stream.transform;

import io.sluice.stream.flow.Mask;
import io.sluice.stream.flow.RecordTransform;
import io.sluice.stream.transform.fault.InvalidTransformException;
import java.time.Duration;
import java.util.List;
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
     * @param source the columns of the pipeline's schema; {@link io.sluice.stream.column.SourceColumns#METADATA} is added
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

    /**
     * What a SELECT asks of a record before it yields a row.
     *
     * @param text as it was written
     * @param isGenerator whether it is no condition, but makes a row of each element, of which there may be none
     * @param value yields, of each row that comes so far, whether the condition holds, or NULL; true of each row of a
     *     generator
     */
    public record Condition(String text, boolean isGenerator, RecordTransform.Factory value) {

        /** The same, whose reasons quote no value of a record. */
        public Condition discreet() {
            return new Condition(text, isGenerator, value.discreet());
        }
    }

    /**
     * The conditions of a transform, each conjunct for itself, in the order in which a record meets them. Executes nothing
     * and asks no server.
     *
     * @param sql as {@link #analyse} takes it; null has none
     * @throws InvalidTransformException with all that is wrong
     * @throws AnalysisUnfinishedException if this machine did not have the time, so that it is to be tried again
     */
    public static List<Condition> conditions(SparkSession session, StructType source, @Nullable String sql)
            throws InvalidTransformException {
        if (sql == null) {
            return List.of();
        }
        SessionSettings.apply(session);
        return DeepStack.call(() -> SqlAnalysis.in(session).conditions(source, sql), LIMITS);
    }

    /**
     * What is masked of the rows that a transform yields. Executes nothing and asks no server.
     *
     * @param sql as {@link #analyse} takes it
     * @param fields of the source that are masked
     * @throws InvalidTransformException with all that is wrong
     * @throws AnalysisUnfinishedException if this machine did not have the time, so that it is to be tried again
     */
    public static Mask mask(SparkSession session, StructType source, @Nullable String sql, Mask fields)
            throws InvalidTransformException {
        if (sql == null || fields.isNone()) {
            return fields;
        }
        SessionSettings.apply(session);
        return DeepStack.call(() -> SqlAnalysis.in(session).mask(source, sql, fields), LIMITS);
    }
}
