package io.sluice.access.account;

import io.sluice.access.Role;
import io.sluice.stream.jdbc.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Users and tokens in the database. Thread-safe; throws a {@link DataAccessException} if it cannot be reached. */
final class AccountTables {

    private static final String USERS =
            "SELECT name, role, created_at, changed_at, password_hash, stamp FROM sluice.users ORDER BY name";
    private static final String ADD_USER =
            "INSERT INTO sluice.users (name, role, password_hash) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";
    private static final String WAS_FIRST = "SELECT 1 FROM sluice.first_users WHERE name = ?";
    private static final String ADD_FIRST = "INSERT INTO sluice.first_users (name) VALUES (?) ON CONFLICT DO NOTHING";
    private static final String CHANGE_USER = """
            UPDATE sluice.users SET role = coalesce(?, role), password_hash = coalesce(?, password_hash),
                stamp = gen_random_uuid(), changed_at = now() WHERE name = ?""";
    private static final String CHANGE_PASSWORD = """
            UPDATE sluice.users SET password_hash = ?, stamp = gen_random_uuid(), changed_at = now()
            WHERE name = ? AND stamp = ?
            RETURNING name, role, created_at, changed_at, password_hash, stamp""";
    private static final String DELETE_USER = "DELETE FROM sluice.users WHERE name = ?";
    private static final String ADMINS = "SELECT count(*) FROM sluice.users WHERE role = 'admin'";
    private static final String TOKENS = """
            SELECT id, name, role, created_by, created_at, expires_at, last_used_at, hash FROM sluice.tokens
            ORDER BY created_at, id""";
    private static final String ADD_TOKEN = """
            INSERT INTO sluice.tokens (name, role, hash, created_by, expires_at) VALUES (?, ?, ?, ?, ?)
            RETURNING id, name, role, created_by, created_at, expires_at, last_used_at""";
    private static final String DELETE_TOKEN = "DELETE FROM sluice.tokens WHERE id = ?";
    private static final String DELETE_EXPIRED =
            "DELETE FROM sluice.tokens WHERE expires_at < now() - interval '30 days'";
    private static final String USED =
            "UPDATE sluice.tokens SET last_used_at = greatest(coalesce(last_used_at, ?), ?) WHERE id = ?";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    AccountTables(DataSource database) {
        jdbc = new JdbcTemplate(database);
        transaction = new TransactionTemplate(new DataSourceTransactionManager(database));
    }

    /**
     * All that there are.
     *
     * @param tokens by the hash of each, in hexadecimal digits
     */
    record Everybody(Map<String, User> users, Map<String, Token> tokens) {}

    Everybody read() {
        return ask(connection -> {
            Map<String, User> users = new HashMap<>();
            Sql.each(connection, USERS, row -> users.put(row.getString(1), user(row)));
            Map<String, Token> tokens = new HashMap<>();
            Sql.each(connection, TOKENS, row -> tokens.put(HexFormat.of().formatHex(row.getBytes(8)), token(row)));
            return new Everybody(Map.copyOf(users), Map.copyOf(tokens));
        });
    }

    /** @return false if there is one of that name */
    boolean add(String name, Role role, String hash) {
        return ask(connection -> Sql.update(connection, ADD_USER, name, role.text(), hash) == 1);
    }

    /** Whether the configured user of this name was made once; it may have been deleted since. */
    boolean wasFirst(String name) {
        return ask(connection ->
                Sql.first(connection, WAS_FIRST, row -> true, name).isPresent());
    }

    /** Makes an admin, unless there is somebody of that name, and notes that this is not to be done again. */
    void addFirst(String name, String hash) {
        transaction.executeWithoutResult(status -> ask(connection -> {
            Sql.update(connection, ADD_USER, name, Role.ADMIN.text(), hash);
            return Sql.update(connection, ADD_FIRST, name);
        }));
    }

    /** What became of a change. */
    enum Change {
        DONE,
        NO_SUCH_USER,
        /** Nobody would be left who can add another one. */
        LAST_ADMIN
    }

    /** Changes what is not null. */
    Change change(String name, @Nullable Role role, @Nullable String hash) {
        return keepingAnAdmin(
                connection -> Sql.update(connection, CHANGE_USER, role == null ? null : role.text(), hash, name));
    }

    /** Gives who has this stamp another password; empty if the user is gone, or was changed in the meantime. */
    Optional<User> changePassword(String name, UUID stamp, String hash) {
        return ask(connection -> Sql.first(connection, CHANGE_PASSWORD, AccountTables::user, hash, name, stamp));
    }

    Change delete(String name) {
        return keepingAnAdmin(connection -> Sql.update(connection, DELETE_USER, name));
    }

    private Change keepingAnAdmin(ConnectionCallback<Integer> change) {
        return Objects.requireNonNull(transaction.execute(status -> {
            Change outcome = ask(connection -> {
                // Two admins who remove each other at once would both find that there is another one.
                Sql.execute(connection, "LOCK TABLE sluice.users IN SHARE ROW EXCLUSIVE MODE");
                if (Objects.requireNonNullElse(change.doInConnection(connection), 0) == 0) {
                    return Change.NO_SUCH_USER;
                }
                long admins =
                        Sql.first(connection, ADMINS, row -> row.getLong(1)).orElse(0L);
                return admins == 0 ? Change.LAST_ADMIN : Change.DONE;
            });
            if (outcome != Change.DONE) {
                status.setRollbackOnly();
            }
            return outcome;
        }));
    }

    Token add(String name, Role role, byte[] hash, String by, Instant expires) {
        return ask(connection -> {
            Sql.update(connection, DELETE_EXPIRED);
            return Sql.first(connection, ADD_TOKEN, AccountTables::token, name, role.text(), hash, by, utc(expires))
                    .orElseThrow();
        });
    }

    /** @return false if there is none */
    boolean delete(UUID token) {
        return ask(connection -> Sql.update(connection, DELETE_TOKEN, token) == 1);
    }

    void used(Map<UUID, Instant> last) {
        ask(connection -> {
            Sql.batch(connection, USED, last.entrySet(), (statement, each) -> {
                statement.setObject(1, utc(each.getValue()));
                statement.setObject(2, utc(each.getValue()));
                statement.setObject(3, each.getKey());
            });
            return last.size();
        });
    }

    private <T> T ask(ConnectionCallback<T> question) {
        return Objects.requireNonNull(jdbc.execute(question));
    }

    private static User user(ResultSet row) throws SQLException {
        return new User(
                row.getString(1),
                Role.of(row.getString(2)),
                instant(row, 3).orElseThrow(),
                instant(row, 4).orElseThrow(),
                row.getString(5),
                row.getObject(6, UUID.class));
    }

    private static Token token(ResultSet row) throws SQLException {
        return new Token(
                row.getObject(1, UUID.class),
                row.getString(2),
                Role.of(row.getString(3)),
                row.getString(4),
                instant(row, 5).orElseThrow(),
                instant(row, 6).orElseThrow(),
                instant(row, 7).orElse(null));
    }

    private static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
