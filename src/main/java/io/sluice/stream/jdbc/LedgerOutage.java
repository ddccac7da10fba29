package io.sluice.stream.jdbc;

import io.sluice.stream.flow.Causes;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tells a ledger that is away, or does no work for now, from every other failure, by what its driver and the pool of
 * connections throw. Whoever has to know asks here, so that all answer alike.
 */
public final class LedgerOutage {

    /** A lock that somebody else held for too long, and a statement that took too long: nothing is wrong with either. */
    private static final Set<String> OUT_OF_TIME = Set.of("55P03", "57014");

    /**
     * The beginnings of SQL states, as in appendix A of PostgreSQL's manual: 08 connection; 25006 it is read-only, as a
     * standby is; 53 resources, such as a full disk; 57P it stops or starts; 58 a system that fails it. Of class 53, 534 is
     * a limit that an operator has set for each session, such as temp_file_limit: no outage, and it does not heal.
     */
    private static final List<String> AWAY = List.of("08", "25006", "53", "57P", "58");

    private static final String LIMITS = "534";

    private LedgerOutage() {}

    /** The innermost of the exception and its causes that says so; empty if none does. */
    public static Optional<Throwable> in(Throwable thrown) {
        return Causes.of(thrown).filter(LedgerOutage::is).reduce((outer, inner) -> inner);
    }

    /** Whether this very exception says so, its causes aside. */
    public static boolean is(Throwable cause) {
        return cause instanceof SQLTransientConnectionException
                || cause instanceof SQLNonTransientConnectionException
                || isOutOfTime(cause)
                || AWAY.stream().anyMatch(state(cause)::startsWith) && !isLimit(cause);
    }

    /** Whether this very exception says that the server is there and only did not come to it in time. */
    public static boolean isOutOfTime(Throwable cause) {
        return OUT_OF_TIME.contains(state(cause));
    }

    /** Whether this very exception says that a statement met a limit that an operator has set. */
    public static boolean isLimit(Throwable cause) {
        return state(cause).startsWith(LIMITS);
    }

    private static String state(Throwable cause) {
        return cause instanceof SQLException sql && sql.getSQLState() != null ? sql.getSQLState() : "";
    }
}
