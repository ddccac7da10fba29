package io.sluice.pipeline.catalogue;

import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tells a Postgres that is away, or has no time, from every other failure. */
public final class Database {

    /** A lock that somebody else held for too long, and a statement that took too long: nothing is wrong with either. */
    private static final Set<String> OUT_OF_TIME = Set.of("55P03", "57014");

    private Database() {}

    /** @throws ProblemException PLATFORM_UNAVAILABLE if Postgres cannot be reached */
    public static <T> T reach(Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            throw outage(e).<RuntimeException>map(Database::unavailable).orElse(e);
        }
    }

    public static ProblemException unavailable(String why) {
        return new ProblemException(
                ProblemType.PLATFORM_UNAVAILABLE,
                "Postgres cannot be reached (" + why + "). Sluice keeps trying; repeat the request when it is back.");
    }

    /** Why Postgres is away, if this is what the failure means. */
    public static Optional<String> outage(Throwable failure) {
        return causes(failure)
                .filter(Database::isOutage)
                .reduce((outer, inner) -> inner)
                .map(why -> (isOutOfTime(why) ? "it did not come to it in time: " : "") + firstLine(why));
    }

    public static String firstLine(Throwable failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("no message");
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.<@Nullable Throwable>iterate(failure, c -> c != null, c -> c == null ? null : c.getCause())
                .map(c -> (Throwable) c)
                .limit(20);
    }

    private static boolean isOutOfTime(Throwable failure) {
        return failure instanceof SQLException e && OUT_OF_TIME.contains(String.valueOf(e.getSQLState()));
    }

    private static boolean isOutage(Throwable failure) {
        if (failure instanceof SQLTransientConnectionException) {
            return true;
        }
        String state = failure instanceof SQLException e ? e.getSQLState() : null;
        return state != null
                && (OUT_OF_TIME.contains(state)
                        || state.startsWith("08")
                        || state.startsWith("57P")
                        || state.startsWith("53"));
    }
}
