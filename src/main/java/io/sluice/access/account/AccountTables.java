package io.sluice.access.account;

import io.sluice.access.Role;
import io.sluice.access.audit.AuditLog;
import io.sluice.access.audit.Change;
import io.sluice.stream.jdbc.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
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
            "SELECT name, role, created_at, changed_at, password_hash, stamp, pipelines FROM sluice.users ORDER BY name";
    private static final String USER = """
            SELECT name, role, created_at, changed_at, password_hash, stamp, pipelines FROM sluice.users WHERE name = ?""";
    private static final String ADD_USER =
            "INSERT INTO sluice.users (name, role, pipelines, password_hash) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING";
    private static final String WAS_FIRST = "SELECT 1 FROM sluice.first_users WHERE name = ?";
    private static final String ADD_FIRST = "INSERT INTO sluice.first_users (name) VALUES (?) ON CONFLICT DO NOTHING";
    private static final String CHANGE_USER = """
            UPDATE sluice.users SET role = coalesce(?, role), pipelines = coalesce(?, pipelines),
                password_hash = coalesce(?, password_hash), stamp = gen_random_uuid(), changed_at = now() WHERE name = ?""";
    private static final String CHANGE_PASSWORD = """
            UPDATE sluice.users SET password_hash = ?, stamp = gen_random_uuid(), changed_at = now()
            WHERE name = ? AND stamp = ?
            RETURNING name, role, created_at, changed_at, password_hash, stamp, pipelines""";
    private static final String DELETE_USER = "DELETE FROM sluice.users WHERE name = ?";
    private static final String ADMINS = "SELECT count(*) FROM sluice.users WHERE role = 'admin' AND pipelines = '{}'";
    private static final String TOKENS = """
            SELECT id, name, role, created_by, created_at, expires_at, last_used_at, pipelines, hash FROM sluice.tokens
            ORDER BY created_at, id""";
    private static final String ADD_TOKEN = """
            INSERT INTO sluice.tokens (name, role, pipelines, hash, created_by, expires_at) VALUES (?, ?, ?, ?, ?, ?)
            RETURNING id, name, role, created_by, created_at, expires_at, last_used_at, pipelines""";
    private static final String DELETE_TOKEN = "DELETE FROM sluice.tokens WHERE id = ? RETURNING name, role, pipelines";
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
            Sql.each(connection, TOKENS, row -> tokens.put(HexFormat.of().formatHex(row.getBytes(9)), token(row)));
            return new Everybody(Map.copyOf(users), Map.copyOf(tokens));
        });
    }

    /** @return false if there is one of that name */
    boolean add(String name, Role role, List<String> pipelines, String hash) {
        return change(connection -> {
            boolean isNew = Sql.update(connection, ADD_USER, name, role.text(), array(pipelines), hash) == 1;
            if (isNew) {
                AuditLog.write(connection, Change.of("createUser", name, null, Pipelines.json(role, pipelines)));
            }
            return isNew;
        });
    }

    /** Whether the configured user of this name was made once; it may have been deleted since. */
    boolean wasFirst(String name) {
        return ask(connection ->
                Sql.first(connection, WAS_FIRST, row -> true, name).isPresent());
    }

    /** Makes an admin, unless there is somebody of that name, and notes that this is not to be done again. */
    void addFirst(String name, String hash) {
        transaction.executeWithoutResult(status -> ask(connection -> {
            if (Sql.update(connection, ADD_USER, name, Role.ADMIN.text(), array(List.of()), hash) == 1) {
                AuditLog.write(
                        connection,
                        Change.of("createUser", name, null, Pipelines.json(Role.ADMIN, List.of())),
                        "sluice.security.admin.name");
            }
            return Sql.update(connection, ADD_FIRST, name);
        }));
    }

    /** What became of a change. */
    enum Outcome {
        DONE,
        NO_SUCH_USER,
        /** Nobody would be left who can add another one: an admin of all pipelines. */
        LAST_ADMIN
    }

    /** Changes what is not null. */
    Outcome change(String name, @Nullable Role role, @Nullable List<String> pipelines, @Nullable String hash) {
        return keepingAnAdmin(name, (connection, before) -> {
            Sql.update(
                    connection,
                    CHANGE_USER,
                    role == null ? null : role.text(),
                    pipelines == null ? null : array(pipelines),
                    hash,
                    name);
            return Change.of(
                    "changeUser",
                    name,
                    Pipelines.json(before.role(), before.pipelines()),
                    Pipelines.json(role, pipelines, hash != null));
        });
    }

    /** Gives who has this stamp another password; empty if the user is gone, or was changed in the meantime. */
    Optional<User> changePassword(String name, UUID stamp, String hash) {
        return change(connection -> {
            Optional<User> changed = Sql.first(connection, CHANGE_PASSWORD, AccountTables::user, hash, name, stamp);
            if (changed.isPresent()) {
                AuditLog.write(connection, Change.of("changePassword", name, null, Pipelines.json(null, null, true)));
            }
            return changed;
        });
    }

    Outcome delete(String name) {
        return keepingAnAdmin(name, (connection, before) -> {
            Sql.update(connection, DELETE_USER, name);
            return Change.of("deleteUser", name, Pipelines.json(before.role(), before.pipelines()), null);
        });
    }

    /** Changes a user, and says what it has changed. */
    private interface UserChange {
        Change on(Connection connection, User before) throws SQLException;
    }

    private Outcome keepingAnAdmin(String name, UserChange change) {
        return Objects.requireNonNull(transaction.execute(status -> {
            Outcome outcome = ask(connection -> {
                // Two admins who remove each other at once would both find that there is another one.
                Sql.execute(connection, "LOCK TABLE sluice.users IN SHARE ROW EXCLUSIVE MODE");
                Optional<User> user = Sql.first(connection, USER, AccountTables::user, name);
                if (user.isEmpty()) {
                    return Outcome.NO_SUCH_USER;
                }
                AuditLog.write(connection, change.on(connection, user.get()));
                long admins =
                        Sql.first(connection, ADMINS, row -> row.getLong(1)).orElse(0L);
                return admins == 0 ? Outcome.LAST_ADMIN : Outcome.DONE;
            });
            if (outcome != Outcome.DONE) {
                status.setRollbackOnly();
            }
            return outcome;
        }));
    }

    Token add(String name, Role role, List<String> pipelines, byte[] hash, String by, Instant expires) {
        return change(connection -> {
            Sql.update(connection, DELETE_EXPIRED);
            Token made = Sql.first(
                            connection,
                            ADD_TOKEN,
                            AccountTables::token,
                            name,
                            role.text(),
                            array(pipelines),
                            hash,
                            by,
                            utc(expires))
                    .orElseThrow();
            AuditLog.write(
                    connection,
                    Change.of("createToken", made.id() + " " + name, null, Pipelines.json(role, pipelines)));
            return made;
        });
    }

    /** @return false if there is none */
    boolean delete(UUID token) {
        return change(connection -> {
            Optional<Change> deleted = Sql.first(
                    connection,
                    DELETE_TOKEN,
                    row -> Change.of(
                            "deleteToken",
                            token + " " + row.getString(1),
                            Pipelines.json(Role.of(row.getString(2)), list(row, 3)),
                            null),
                    token);
            if (deleted.isPresent()) {
                AuditLog.write(connection, deleted.get());
            }
            return deleted.isPresent();
        });
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

    /** In a transaction, together with its entry in the audit log. */
    private <T> T change(ConnectionCallback<T> change) {
        return Objects.requireNonNull(transaction.execute(status -> ask(change)));
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
                list(row, 7),
                row.getString(5),
                row.getObject(6, UUID.class));
    }

    private static Token token(ResultSet row) throws SQLException {
        return new Token(
                row.getObject(1, UUID.class),
                row.getString(2),
                Role.of(row.getString(3)),
                list(row, 8),
                row.getString(4),
                instant(row, 5).orElseThrow(),
                instant(row, 6).orElseThrow(),
                instant(row, 7).orElse(null));
    }

    private static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    private static List<String> list(ResultSet row, int column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }

    private static String[] array(List<String> texts) {
        return texts.toArray(String[]::new);
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
