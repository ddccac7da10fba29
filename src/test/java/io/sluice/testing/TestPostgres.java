package io.sluice.testing;

import io.sluice.stream.flow.PostgresAccess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;

/** One real Postgres per test JVM; each caller gets a fresh database with Sluice's own tables in it. */
public final class TestPostgres {

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private TestPostgres() {}

    /** A new, migrated database of its own. */
    public static PostgresAccess freshDatabase() {
        String name = "test_" + DATABASES.incrementAndGet();
        EmbeddedPostgres server = Server.INSTANCE;
        try (Connection admin = server.getPostgresDatabase().getConnection();
                var statement = admin.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        PostgresAccess access = new PostgresAccess(
                "jdbc:postgresql://localhost:" + server.getPort() + "/" + name, "postgres", "postgres");
        Flyway.configure()
                .dataSource(access.url(), access.user(), access.password())
                .schemas("sluice")
                .load()
                .migrate();
        return access;
    }

    public static Connection connect(PostgresAccess access) throws SQLException {
        return DriverManager.getConnection(access.url(), access.user(), access.password());
    }

    private static final class Server {
        static final EmbeddedPostgres INSTANCE = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder().start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
