package io.sluice.engine.targets;

import java.sql.SQLException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.support.SQLExceptionTranslator;
import org.springframework.jdbc.support.SQLStateSQLExceptionTranslator;

/** Translates what the ledger throws into the exceptions that the rooms above know. */
final class SqlErrors {

    private static final SQLExceptionTranslator TRANSLATOR = new SQLStateSQLExceptionTranslator();

    private SqlErrors() {}

    interface Question<T> {
        T ask() throws SQLException;
    }

    interface Order<E extends Exception> {
        void carryOut() throws SQLException, E;
    }

    /** @param task for the message: what is tried */
    static <T> T ask(String task, Question<T> question) {
        try {
            return question.ask();
        } catch (SQLException e) {
            throw translated(task, e);
        }
    }

    /** @param task for the message: what is tried */
    static <E extends Exception> void carryOut(String task, Order<E> order) throws E {
        try {
            order.carryOut();
        } catch (SQLException e) {
            throw translated(task, e);
        }
    }

    private static DataAccessException translated(String task, SQLException e) {
        DataAccessException translated = TRANSLATOR.translate(task, null, e);
        return translated != null
                ? translated
                : new DataAccessResourceFailureException(task + "; " + e.getMessage(), e);
    }
}
