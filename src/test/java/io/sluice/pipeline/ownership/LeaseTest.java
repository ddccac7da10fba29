package io.sluice.pipeline.ownership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.engine.Instance;
import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.testing.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The lease")
class LeaseTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final LedgerAccess postgres = TestPostgres.freshDatabase();
    private final Instance first = new Instance(UUID.randomUUID(), "1@first");
    private final Instance second = new Instance(UUID.randomUUID(), "2@second");
    private final AtomicLong nanoTime = new AtomicLong();
    private final Lease ofFirst = lease(first);
    private final Lease ofSecond = lease(second);

    @AfterEach
    void close() {
        ofFirst.close();
        ofSecond.close();
    }

    @Test
    @DisplayName("is one instance's; another is told whose, and until when")
    void oneHolder() throws SQLException {
        assertThat(ofFirst.acquire()).isEmpty();
        assertThat(ofFirst.acquire()).isEmpty();
        Holder holder = ofSecond.acquire().orElseThrow();
        assertThat(holder.name()).isEqualTo("1@first");
        assertThat(one("SELECT held_until = '" + holder.until() + "' FROM sluice.owner"))
                .isEqualTo("t");
        assertThat(ofSecond.renew()).isFalse();
        assertThat(one("SELECT held_until BETWEEN now() + '50s' AND now() + '60s' FROM sluice.owner"))
                .isEqualTo("t");
    }

    @Test
    @DisplayName("that has run out is renewed by its holder, as long as nobody has taken it")
    void renewsAfterExpiry() throws SQLException {
        ofFirst.acquire();
        expire();
        assertThat(ofFirst.renew()).isTrue();
        assertThat(ofSecond.acquire()).isPresent();
    }

    @Test
    @DisplayName("that has run out goes to whoever asks, and its holder finds it lost")
    void takenAfterExpiry() throws SQLException {
        ofFirst.acquire();
        expire();
        assertThat(ofSecond.acquire()).isEmpty();
        assertThat(ofFirst.renew()).isFalse();
        ofFirst.release();
        assertThat(ofSecond.renew()).isTrue();
        assertThat(ofFirst.acquire()).map(Holder::name).contains("2@second");
    }

    @Test
    @DisplayName("that is given up is free at once")
    void releasedLeaseIsFreeAtOnce() throws SQLException {
        ofFirst.acquire();
        ofFirst.release();
        assertThat(ofFirst.renew()).isFalse();
        assertThat(ofSecond.acquire()).isEmpty();
    }

    @Test
    @DisplayName("goes to one of many who ask at the moment when it has run out")
    void onlyOneOfManyGetsALeaseThatHasRunOut() throws Exception {
        for (int round = 0; round < 20; round++) {
            ofFirst.acquire();
            expire();
            ExecutorService threads = Executors.newFixedThreadPool(2);
            Lease third = lease(new Instance(UUID.randomUUID(), "3@third"));
            try {
                CountDownLatch go = new CountDownLatch(1);
                Future<Boolean> one = threads.submit(() -> taken(ofSecond, go));
                Future<Boolean> two = threads.submit(() -> taken(third, go));
                go.countDown();
                assertThat(one.get()).isNotEqualTo(two.get());
            } finally {
                threads.shutdown();
                third.close();
            }
            sql("DELETE FROM sluice.owner");
        }
    }

    private static boolean taken(Lease lease, CountDownLatch go) throws Exception {
        go.await();
        return lease.acquire().isEmpty();
    }

    @Test
    @DisplayName("is renewed while its holder writes under it, and cannot change hands meanwhile, nor does asking hang")
    void heldByWriter() throws SQLException {
        ofFirst.acquire();
        try (Connection writer = TestPostgres.connect(postgres)) {
            writer.setAutoCommit(false);
            writer.createStatement()
                    .execute("SELECT 1 FROM sluice.owner WHERE instance = '" + first.id() + "' FOR KEY SHARE");
            assertThat(ofFirst.renew()).isTrue();
            expire();
            assertThatThrownBy(ofSecond::acquire).isInstanceOf(SQLException.class);
            writer.commit();
        }
        assertThat(ofSecond.acquire()).isEmpty();
    }

    @Test
    @DisplayName("ends the tasks of an owner that hangs when it changes hands, and of nobody else")
    void endsTasks() throws SQLException {
        ofFirst.acquire();
        sql("""
                INSERT INTO sluice.pipelines (id, name, definition, output, version, desired_state, state,
                    state_since, created_at, updated_at)
                VALUES (1, 'p', '{}', '{}', 0, 'RUNNING', 'RUNNING', now(), now(), now());
                INSERT INTO sluice.fences VALUES (1, 1)""");
        try (Connection hangs = TestPostgres.connect(postgres);
                Connection reads = TestPostgres.connect(postgres)) {
            hangs.setAutoCommit(false);
            hangs.createStatement().execute("SELECT 1 FROM sluice.fences FOR SHARE");
            reads.setAutoCommit(false);
            reads.createStatement().execute("SELECT 1 FROM sluice.fences");
            expire();

            assertThat(ofSecond.acquire()).isEmpty();
            sql("SET lock_timeout = '10s'; UPDATE sluice.fences SET generation = 2");
            assertThatThrownBy(hangs::commit).isInstanceOf(SQLException.class);
            reads.createStatement().execute("SELECT 1");
        }
    }

    @Test
    @DisplayName("is lost when Postgres goes back to before its last renewal, and can be taken anew at once")
    void postgresGoesBack() throws SQLException {
        ofFirst.acquire();
        sql("CREATE TABLE backup AS TABLE sluice.owner");
        assertThat(ofFirst.renew()).isTrue();
        assertThat(ofFirst.renew()).isTrue();
        sql("DELETE FROM sluice.owner; INSERT INTO sluice.owner TABLE backup");

        assertThat(ofFirst.renew()).isFalse();
        assertThat(ofFirst.acquire()).isEmpty();
        assertThat(ofFirst.renew()).isTrue();
    }

    @Test
    @DisplayName("of a holder that is gone runs out in its time though Postgres' clock was set back by a day")
    void clockGoesBack() throws SQLException {
        ofFirst.acquire();
        setBackByADay();
        assertThat(ofSecond.acquire()).isPresent();
        pass(MINUTE);
        assertThat(ofSecond.acquire()).isPresent();
        pass(Duration.ofSeconds(1));
        assertThat(ofSecond.acquire()).isEmpty();
        assertThat(ofSecond.renew()).isTrue();
        assertThat(ofFirst.renew()).isFalse();
    }

    @Test
    @DisplayName("stays with a holder that renews it when Postgres' clock is set back by a day, or forward")
    void clockGoesBackUnderItsHolder() throws SQLException {
        ofFirst.acquire();
        setBackByADay();
        for (int look = 0; look < 5; look++) {
            assertThat(ofSecond.acquire()).isPresent();
            pass(MINUTE.dividedBy(2));
            assertThat(ofFirst.renew()).isTrue();
        }
        expire();
        assertThat(ofFirst.renew()).isTrue();
        assertThat(ofSecond.acquire()).isPresent();
    }

    /** As leases look then that were taken before. */
    private void setBackByADay() throws SQLException {
        sql("UPDATE sluice.owner SET held_until = held_until + interval '1 day'");
    }

    private void pass(Duration time) {
        nanoTime.addAndGet(time.toNanos());
    }

    @Test
    @DisplayName("outlives a renewal of which nobody knows whether it arrived")
    void unknownRenewal() throws SQLException {
        ofFirst.acquire();
        try (Connection blocks = TestPostgres.connect(postgres)) {
            blocks.setAutoCommit(false);
            blocks.createStatement().execute("SELECT 1 FROM sluice.owner FOR UPDATE");
            assertThatThrownBy(ofFirst::renew).isInstanceOf(SQLException.class);
        }
        assertThat(ofFirst.renew()).isTrue();
    }

    @Test
    @DisplayName("outlives the end of its connection")
    void leaseOutlivesItsConnection() throws SQLException {
        ofFirst.acquire();
        sql("""
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE application_name = 'sluice-lease' AND datname = current_database()""");
        assertThatThrownBy(ofFirst::renew).isInstanceOf(SQLException.class);
        assertThat(ofFirst.renew()).isTrue();
    }

    private Lease lease(Instance instance) {
        return new Lease(instance, MINUTE, new LeaseConnection(postgres, Duration.ofSeconds(3)), nanoTime::get);
    }

    private void expire() throws SQLException {
        sql("UPDATE sluice.owner SET held_until = now() - interval '1 second'");
    }

    private void sql(String statements) throws SQLException {
        try (Connection connection = TestPostgres.connect(postgres)) {
            connection.createStatement().execute(statements);
        }
    }

    private String one(String select) throws SQLException {
        try (Connection connection = TestPostgres.connect(postgres);
                var row = connection.createStatement().executeQuery(select)) {
            row.next();
            return row.getString(1);
        }
    }
}
