package io.sluice.stream.jdbc;

import io.sluice.stream.connection.Fault;
import io.sluice.stream.flow.Causes;
import java.sql.SQLException;
import java.util.Optional;

/** Tells at which step of the way to Postgres a failure lies, by what its driver throws. */
public final class LedgerFault {

    private static final String POSTGRES = "Postgres";

    /** Appendix A of PostgreSQL's manual: the class of invalid authorization, and a database that is not there. */
    private static final String AUTHORIZATION = "28";

    private static final String NO_DATABASE = "3D000";
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    /** The class of connections that did not come about; what a server answers may quote a record. */
    private static final String CONNECTION = "08";

    private LedgerFault() {}

    /** The step at which it lies, if it is one of TLS, login or permission. */
    public static Optional<Fault> in(Throwable thrown) {
        Optional<Fault> said =
                Causes.of(thrown).flatMap(cause -> of(cause).stream()).findFirst();
        return said.isEmpty()
                        && Causes.of(thrown).anyMatch(cause -> state(cause).startsWith(CONNECTION))
                ? Fault.ofHandshake(POSTGRES, thrown)
                : said;
    }

    private static Optional<Fault> of(Throwable cause) {
        String state = state(cause);
        // A pool passes the state on, and not the words.
        if (cause.getCause() instanceof SQLException) {
            return Optional.empty();
        }
        String told = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        if (state.startsWith(AUTHORIZATION) || state.equals(NO_DATABASE)) {
            return Optional.of(Fault.ofLogin(POSTGRES, told));
        }
        return state.equals(INSUFFICIENT_PRIVILEGE)
                ? Optional.of(Fault.ofPermission(POSTGRES, told))
                : Optional.empty();
    }

    private static String state(Throwable cause) {
        return cause instanceof SQLException sql && sql.getSQLState() != null ? sql.getSQLState() : "";
    }
}
