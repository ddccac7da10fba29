package io.sluice.sink.postgres;

import java.sql.SQLException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** An error of the server, read for what it says about rows. */
final class ServerFault {

    /** Unique and exclusion violation. */
    private static final Set<String> DUPLICATES = Set.of("23505", "23P01");

    /** Data exception, integrity constraint, program limit, and what a trigger raises. */
    private static final Set<String> ROW_CLASSES = Set.of("22", "23", "54", "P0");

    /** Errors whose detail names values of the key alone, not the whole row. */
    private static final Set<String> TELLING_DETAIL = Set.of("23505", "23503", "23P01");

    private static final Pattern COPY_LINE =
            Pattern.compile("^COPY [^\\n]*?, line (\\d+)(?:, column ([^:\\n]+))?", Pattern.MULTILINE);

    private final ServerErrorMessage message;
    private final String state;

    private ServerFault(ServerErrorMessage message, String state) {
        this.message = message;
        this.state = state;
    }

    /** The fault if it lies in the rows; null if it lies in the server or on the way to it. */
    static @Nullable ServerFault ofRows(SQLException e) {
        if (!(e instanceof PSQLException answer)) {
            return null;
        }
        ServerErrorMessage message = answer.getServerErrorMessage();
        String state = answer.getSQLState();
        boolean rows = message != null && state != null && ROW_CLASSES.contains(state.substring(0, 2));
        return rows ? new ServerFault(message, state) : null;
    }

    /** Whether a key of the row, or something that excludes it, is in the table already. */
    boolean isDuplicate() {
        return DUPLICATES.contains(state);
    }

    /** Which line of a COPY the server was at, from 1; 0 if it does not say. */
    int line() {
        Matcher line = copyLine();
        try {
            return line.find() ? Integer.parseInt(line.group(1)) : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** What Postgres says, for the dead letter. */
    String reason() {
        Matcher line = copyLine();
        String column = line.find() && line.group(2) != null ? "column " + line.group(2) + ": " : "";
        String detail = message.getDetail();
        return column + message.getMessage() + (detail != null && TELLING_DETAIL.contains(state) ? ": " + detail : "");
    }

    private Matcher copyLine() {
        String where = message.getWhere();
        return COPY_LINE.matcher(where == null ? "" : where);
    }
}
