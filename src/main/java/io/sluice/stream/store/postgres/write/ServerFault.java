package io.sluice.stream.store.postgres.write;

import java.sql.SQLException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** An error of the server, read for what it says about rows. */
final class ServerFault {

    /**
     * The classes of errors that lie in the server, in the table's definition, or between transactions; PostgreSQL,
     * appendix A. All others are the row's: what it holds (20, 21, 22, 23, 54), and what a trigger or a function makes
     * of it (09, 27, 38, 39, 44, P0, and every class that Postgres does not know, for whoever raised it chose it).
     */
    static final Set<String> NOT_OF_ROWS = Set.of(
            "00", "01", "02", "03", "08", "0A", "0B", "0F", "0L", "0P", "0Z", "24", "25", "26", "28", "2B", "2D", "2F",
            "34", "3B", "3D", "3F", "40", "42", "53", "55", "57", "58", "72", "F0", "HV", "XX");

    /** Unique and exclusion violation. */
    private static final Set<String> DUPLICATES = Set.of("23505", "23P01");

    /** A null and a check: the server looks for them while it is at the line. */
    private static final Set<String> SEEN_AT_LINE = Set.of("23502", "23514");

    /** Errors whose detail names values of the key alone, not the whole row. */
    private static final Set<String> TELLING_DETAIL = Set.of("23505", "23503", "23P01");

    /** What breaks a rule of the table: such a message names the rule, and only its detail quotes the row. */
    private static final String OF_RULES = "23";

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
        boolean rows = message != null && state != null && !NOT_OF_ROWS.contains(state.substring(0, 2));
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

    /**
     * Whether it is certainly that line's. Rows are written many at once, so that other faults can come to light when
     * the server is some lines further.
     */
    boolean isOfItsLine() {
        Matcher line = copyLine();
        return line.lookingAt() && (SEEN_AT_LINE.contains(state) || (state.startsWith("22") && line.group(2) != null));
    }

    /**
     * What Postgres says, for the dead letter.
     *
     * @param isDiscreet whether no value of a row may be quoted
     */
    String reason(boolean isDiscreet) {
        Matcher line = copyLine();
        String column = line.find() && line.group(2) != null ? "column " + line.group(2) + ": " : "";
        return column + reason(state, message.getMessage(), message.getDetail(), isDiscreet);
    }

    static String reason(String state, @Nullable String message, @Nullable String detail, boolean isDiscreet) {
        if (isDiscreet) {
            return state.startsWith(OF_RULES)
                    ? String.valueOf(message)
                    : "Postgres refuses the row (SQLSTATE " + state + "); what it says may quote what is masked";
        }
        boolean telling = detail != null && !detail.isEmpty() && TELLING_DETAIL.contains(state);
        return message + (telling ? ": " + detail : "");
    }

    private Matcher copyLine() {
        String where = message.getWhere();
        return COPY_LINE.matcher(where == null ? "" : where);
    }
}
