package io.sluice.pipeline.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.testing.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.AbstractDataSource;

@DisplayName("The pool of connections")
class PoolThreadsTest {

    /** Hikari sleeps for two and a half seconds after so many failures in a row. */
    private static final int FAILURES = 9;

    private static final Duration SOON = Duration.ofSeconds(2);

    private final AtomicBoolean away = new AtomicBoolean(true);
    private final AtomicInteger failures = new AtomicInteger();

    @Test
    @DisplayName("has a connection as soon as it is told that Postgres is back, however long that was away")
    void poolConnectsOnceToldThatPostgresIsBack() throws Exception {
        PoolThreads threads = new PoolThreads();
        HikariConfig config = new HikariConfig();
        config.setDataSource(new Leaving(TestPostgres.freshDatabase()));
        config.setThreadFactory(threads);
        config.setInitializationFailTimeout(-1);
        config.setMaximumPoolSize(2);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            await().atMost(Duration.ofSeconds(30)).until(() -> failures.get() == FAILURES);
            away.set(false);
            long back = System.nanoTime();
            threads.wake();
            pool.getConnection().close();
            assertThat(Duration.ofNanos(System.nanoTime() - back)).isLessThan(SOON);

            // What slept before works as before.
            threads.wake();
            pool.getConnection().close();
            pool.getHikariPoolMXBean().softEvictConnections();
            pool.getConnection().close();
        }
    }

    private final class Leaving extends AbstractDataSource {

        private final LedgerAccess postgres;

        Leaving(LedgerAccess postgres) {
            this.postgres = postgres;
        }

        @Override
        public Connection getConnection() throws SQLException {
            if (away.get()) {
                failures.incrementAndGet();
                throw new SQLException("away", "08001");
            }
            return TestPostgres.connect(postgres);
        }

        @Override
        public Connection getConnection(String user, String password) throws SQLException {
            return getConnection();
        }
    }
}
