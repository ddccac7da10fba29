package io.sluice.pipeline.lifecycle;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonValue;
import io.sluice.engine.FlowDefinitionException;
import io.sluice.stream.flow.Causes;
import io.sluice.stream.text.Excerpt;
import io.sluice.stream.text.Legible;
import io.swagger.v3.oas.annotations.media.Schema;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Why a pipeline, or a replay, failed the last time.
 *
 * @param message one line for people; shows no directory of the machine
 */
@JsonPropertyOrder({"type", "message", "at"})
@Schema(name = "PipelineError")
public record LastError(Kind type, String message, Instant at) {

    private static final int LONGEST = 2_000;

    /** A file of the machine: at least two names deep, and no address of the API. Its last name is shown. */
    private static final Pattern FILE =
            Pattern.compile("(?<![\\w/:.])(?:file:/{0,2})?/(?!api/)(?:[^\\s/:;,'\"()]+/)+([^\\s/:;,'\"()]*)");

    /** SQL states of statements that are prepared on one connection and used on another. */
    private static final Set<String> PREPARED_ELSEWHERE = Set.of("42P05", "26000");

    public static LastError of(Throwable failure, Instant at) {
        Throwable cause = unwrap(failure);
        return new LastError(Kind.ofClass(cause.getClass()), line(cause) + advice(cause), at);
    }

    static Throwable unwrap(Throwable failure) {
        return Causes.unwrap(failure, LastError::isWrapper);
    }

    /** A pool of connections says only that it waited; why it got none is in the cause. */
    private static boolean isWrapper(Throwable failure) {
        return failure instanceof CompletionException
                || failure instanceof ExecutionException
                || (failure instanceof SQLTransientConnectionException && failure.getCause() instanceof SQLException);
    }

    private static String advice(Throwable failure) {
        return failure instanceof SQLException sql && PREPARED_ELSEWHERE.contains(String.valueOf(sql.getSQLState()))
                ? " (a pooler such as PgBouncer in transaction mode? Add prepareThreshold=0 to spring.datasource.url)"
                : "";
    }

    /** Spark writes stack traces and plans into its messages; what went wrong stands in their first line. */
    private static String line(Throwable failure) {
        String message = (failure instanceof FlowDefinitionException ours
                        ? Remedies.told(ours)
                        : Objects.requireNonNullElse(failure.getMessage(), ""))
                .strip();
        String line = Legible.of(message.lines().findFirst().orElse("no message"));
        String open = failure instanceof FlowDefinitionException
                ? line
                : FILE.matcher(line).replaceAll("…/$1");
        return Excerpt.of(open, LONGEST);
    }

    /**
     * The kinds of failures that clients can tell apart. The labels are part of the API and stand in the database; those
     * of Sluice's own exceptions are what these were called when the labels were given.
     */
    public enum Kind {
        DEFINITION("FlowDefinitionException"),
        SPARK_AWAY("SparkUnavailableException"),
        SPARK("SparkException"),
        KAFKA_AWAY("KafkaUnavailableException"),
        KAFKA("KafkaException"),
        TOPIC_MISSING("MissingTopicException"),
        POSITION_LOST("LostPositionException"),
        LEDGER_BEHIND("LedgerBehindException"),
        GENERATION_STALE("StaleGenerationException"),
        NOT_OWNER("NotOwnerException"),
        WRITE("FlowWriteException"),
        POSTGRES("PSQLException"),
        SQL("SQLException"),
        MONGO_SILENT("MongoTimeoutException"),
        MONGO("MongoException"),
        PROBLEM("ProblemException"),
        INTERRUPTED("InterruptedException"),
        TIMEOUT("TimeoutException"),
        IO("IOException"),
        STATE("IllegalStateException"),
        MEMORY("OutOfMemoryError"),
        ERROR("Error"),
        UNEXPECTED("RuntimeException"),
        OTHER("Exception");

        private static final Map<String, Kind> BY_LABEL =
                Arrays.stream(values()).collect(Collectors.toMap(Kind::label, kind -> kind));

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** The kind of the nearest of its superclasses that has one: the rooms that throw need not be known here. */
        static Kind ofClass(Class<?> thrown) {
            for (Class<?> type = thrown; type != null; type = type.getSuperclass()) {
                Kind known = BY_LABEL.get(type.getSimpleName());
                if (known != null) {
                    return known;
                }
            }
            return OTHER;
        }

        /** The kind of that label; what an older release stored under another one is {@link #OTHER}. */
        public static Kind labelled(String label) {
            return BY_LABEL.getOrDefault(label, OTHER);
        }

        @JsonValue
        public String label() {
            return label;
        }

        @Override
        public String toString() {
            return label;
        }
    }
}
