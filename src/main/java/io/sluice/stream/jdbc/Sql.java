package io.sluice.stream.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Statements on a connection, each prepared, run and closed at once. Parameters are set in their order, as the driver
 * takes them from Java: an array becomes an array of Postgres. Rows of users are not written through this: it boxes.
 */
public final class Sql {

    private static final String TIMED_OUT = "57014";

    private Sql() {}

    /** Reads what is needed of the row at which a result stands. */
    @FunctionalInterface
    public interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Looks at the row at which a result stands. */
    @FunctionalInterface
    public interface Visitor {
        void visit(ResultSet row) throws SQLException;
    }

    /** Sets the parameters of a statement for one item of a batch. */
    @FunctionalInterface
    public interface Parameters<T> {
        void set(PreparedStatement statement, T item) throws SQLException;
    }

    /** Runs statements without parameters, separated by semicolons. */
    public static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }

    /** Looks at each row of the answer, in their order. */
    public static void each(Connection connection, String sql, Visitor visitor, @Nullable Object... parameters)
            throws SQLException {
        try (PreparedStatement select = prepare(connection, sql, parameters);
                ResultSet found = select.executeQuery()) {
            while (found.next()) {
                visitor.visit(found);
            }
        }
    }

    /** Returns all rows of the answer. */
    public static <T> List<T> list(Connection connection, String sql, Row<T> row, @Nullable Object... parameters)
            throws SQLException {
        List<T> rows = new ArrayList<>();
        each(connection, sql, found -> rows.add(row.read(found)), parameters);
        return rows;
    }

    /** Returns the first row of the answer; the others are read in vain. */
    public static <T> Optional<T> first(Connection connection, String sql, Row<T> row, @Nullable Object... parameters)
            throws SQLException {
        return list(connection, sql, row, parameters).stream().findFirst();
    }

    /** Returns the first row of the answer; empty if there is none within five seconds. */
    public static <T> Optional<T> briefly(Connection connection, String sql, Row<T> row, @Nullable Object... parameters)
            throws SQLException {
        try (PreparedStatement select = prepare(connection, sql, parameters)) {
            select.setQueryTimeout(5);
            try (ResultSet found = select.executeQuery()) {
                return found.next() ? Optional.of(row.read(found)) : Optional.empty();
            }
        } catch (SQLException e) {
            if (TIMED_OUT.equals(e.getSQLState())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** @return how many rows the statement has changed */
    public static int update(Connection connection, String sql, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement update = prepare(connection, sql, parameters)) {
            return update.executeUpdate();
        }
    }

    /** Runs the statement once for each item, in one round trip. */
    public static <T> void batch(Connection connection, String sql, Iterable<T> items, Parameters<T> parameters)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            for (T item : items) {
                parameters.set(update, item);
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    private static PreparedStatement prepare(Connection connection, String sql, @Nullable Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            return statement;
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }
}
