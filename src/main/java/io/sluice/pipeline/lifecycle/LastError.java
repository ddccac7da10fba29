package io.sluice.pipeline.lifecycle;

import io.sluice.engine.FlowDefinitionException;
import io.sluice.stream.flow.Legible;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;

/**
 * Why a pipeline failed the last time.
 *
 * @param type the simple name of the exception
 * @param message one line for people; shows no directory of the machine
 */
public record LastError(String type, String message, Instant at) {

    private static final int LONGEST = 2_000;

    /** A file of the machine: at least two names deep, and no address of the API. Its last name is shown. */
    private static final Pattern FILE =
            Pattern.compile("(?<![\\w/:.])(?:file:/{0,2})?/(?!api/)(?:[^\\s/:;,'\"()]+/)+([^\\s/:;,'\"()]*)");

    /** Of statements that are prepared on one connection and used on another. */
    private static final Set<String> PREPARED_ELSEWHERE = Set.of("42P05", "26000");

    public static LastError of(Throwable failure, Instant at) {
        Throwable cause = unwrap(failure);
        return new LastError(cause.getClass().getSimpleName(), line(cause) + advice(cause), at);
    }

    static Throwable unwrap(Throwable failure) {
        Throwable cause = failure;
        while (isWrapper(cause) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
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
        return open.length() <= LONGEST ? open : open.substring(0, LONGEST) + "…";
    }
}
