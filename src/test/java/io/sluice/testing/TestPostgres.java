package io.sluice.testing;

import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.stream.ledger.LedgerDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/** One real Postgres per test JVM; each caller gets a fresh database with Sluice's own tables in it. */
public final class TestPostgres {

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private TestPostgres() {}

    /** A new, migrated database of its own. */
    public static LedgerAccess freshDatabase() {
        String name = "test_" + DATABASES.incrementAndGet();
        Server.create(name + " TEMPLATE " + Server.MIGRATED);
        return Server.access(name);
    }

    /** The ledger in such a database, for an instance that holds its lease. */
    public static LedgerDatabase ledger(LedgerAccess access) {
        UUID instance = UUID.randomUUID();
        try (Connection connection = connect(access);
                var statement = connection.createStatement()) {
            statement.execute("INSERT INTO sluice.owner (instance, name, held_until)"
                    + " VALUES ('%s', 'test', now() + interval '1 hour')".formatted(instance));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return new LedgerDatabase(dataSource(access), instance);
    }

    public static DataSource dataSource(LedgerAccess access) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(access.url());
        dataSource.setUser(access.user());
        dataSource.setPassword(access.password());
        return dataSource;
    }

    /** Puts a pipeline of that name there, which has never run. */
    public static long pipeline(LedgerAccess access, String name) throws SQLException {
        try (Connection connection = connect(access);
                var insert = connection.prepareStatement("""
                        INSERT INTO sluice.pipelines (name, definition, output, version, desired_state, state,
                            state_since, created_at, updated_at)
                        VALUES (?, '{}', '{}', 0, 'RUNNING', 'RUNNING', now(), now(), now()) RETURNING id""")) {
            insert.setString(1, name);
            try (var row = insert.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    public static Connection connect(LedgerAccess access) throws SQLException {
        return DriverManager.getConnection(access.url(), access.user(), access.password());
    }

    private static final class Server {

        /** The database of which each other one is a copy, so that the migrations run once. */
        static final String MIGRATED = "migrated";

        static final EmbeddedPostgres INSTANCE = start();

        static {
            create(MIGRATED);
            LedgerAccess access = access(MIGRATED);
            Flyway.configure()
                    .dataSource(access.url(), access.user(), access.password())
                    .schemas("sluice")
                    .load()
                    .migrate();
        }

        static LedgerAccess access(String database) {
            return new LedgerAccess(
                    "jdbc:postgresql://localhost:" + INSTANCE.getPort() + "/" + database, "postgres", "postgres");
        }

        static void create(String database) {
            try (Connection admin = INSTANCE.getPostgresDatabase().getConnection();
                    var statement = admin.createStatement()) {
                statement.execute("CREATE DATABASE " + database);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder().start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
