package io.sluice.engine.run;

import java.sql.SQLException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.support.SQLExceptionTranslator;
import org.springframework.jdbc.support.SQLStateSQLExceptionTranslator;

/** What Postgres says, as the exceptions that the rooms above know. */
final class SqlErrors {

    private static final SQLExceptionTranslator TRANSLATOR = new SQLStateSQLExceptionTranslator();

    private SqlErrors() {}

    /** @param task for the message: what was tried */
    static DataAccessException translated(String task, SQLException e) {
        DataAccessException translated = TRANSLATOR.translate(task, null, e);
        return translated != null ? translated : new DataAccessResourceFailureException(task, e);
    }
}
