package io.sluice.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.sluice.stream.connection.Fault;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

@DisplayName("The platform's monitor")
class PlatformMonitorTest {

    private static final Instant BEGIN = Instant.parse("2026-01-31T08:00:00Z");

    private final Logger logger = (Logger) LoggerFactory.getLogger(PlatformMonitor.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final ServiceJournal journal = new ServiceJournal("Postgres", nanos(0));
    private Reachability now = Reachability.unknown(BEGIN);

    @BeforeEach
    void listen() {
        logger.setAdditive(false);
        logger.setLevel(Level.INFO);
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(log);
        logger.setLevel(null);
        logger.setAdditive(true);
    }

    @Test
    @DisplayName("tells nothing of a service that comes up while Sluice does")
    void goodStartIsQuiet() {
        miss("Connection refused", 1);
        miss("the database system is starting up", 5);
        reach(6);
        assertThat(lines()).isEmpty();
    }

    @Test
    @DisplayName("tells one line when a service goes, one when the cause turns out to be another, one when it is back")
    void oneLineForEachChange() {
        reach(1);
        miss("Connection to 10.0.0.1:5432 refused", 20);
        miss("Connection to 10.0.0.1:5433 refused", 21);
        miss("password authentication failed", 22);
        miss("password authentication failed", 23);
        reach(24);
        reach(25);
        assertThat(lines())
                .containsExactly(
                        "Postgres cannot be reached: Connection to 10.0.0.1:5432 refused",
                        "Postgres still cannot be reached: password authentication failed",
                        "Postgres can be reached again");
    }

    @Test
    @DisplayName("tells of a service that was never there when it has had its time")
    void tellsOfWhatNeverCame() {
        miss("Connection refused", 1);
        miss("Connection refused", 16);
        miss("Connection refused", 17);
        assertThat(lines()).containsExactly("Postgres cannot be reached: Connection refused");
    }

    @Test
    @DisplayName(
            "looks often at what is away, and passes on that it is back, and why it is away as soon as that changes")
    void passesNewsOn() {
        List<String> failures = List.of("refused", "refused", "password authentication failed");
        List<String> news = new CopyOnWriteArrayList<>();
        int[] looks = {0};
        Check check = () -> {
            int look = looks[0]++;
            if (look < failures.size()) {
                throw new IOException(failures.get(look));
            }
        };
        PlatformMonitor monitor = monitor(checked(check), news);
        monitor.afterSingletonsInstantiated();
        try {
            await().untilAsserted(() ->
                    assertThat(news).containsExactly("refused", "password authentication failed", "back"));
        } finally {
            monitor.destroy();
        }
    }

    @Test
    @DisplayName("looks when something failed that a service may be the cause of, but not once for each that failed")
    void looksWhenSomethingFailed() {
        List<String> news = new CopyOnWriteArrayList<>();
        AtomicBoolean gone = new AtomicBoolean();
        AtomicInteger looks = new AtomicInteger();
        Check check = () -> {
            looks.incrementAndGet();
            if (gone.get()) {
                throw new IOException("refused");
            }
        };
        PlatformMonitor monitor = monitor(checked(check), news);
        monitor.afterSingletonsInstantiated();
        try {
            await().until(() -> news.contains("back"));
            news.clear();
            gone.set(true);
            for (int i = 0; i < 1_000; i++) {
                monitor.lookSoon();
            }
            await().until(() -> !monitor.of("checked").reachable());
            assertThat(looks.get()).isLessThan(10);
            gone.set(false);
            await().untilAsserted(() -> assertThat(news).containsExactly("back"));
        } finally {
            monitor.destroy();
        }
    }

    @Test
    @DisplayName("does not look more often than it must while a service refuses the login, whatever fails meanwhile")
    void leavesARefusedLoginAlone() {
        List<String> news = new CopyOnWriteArrayList<>();
        AtomicInteger looks = new AtomicInteger();
        Check check = () -> {
            looks.incrementAndGet();
            throw Fault.ofLogin("Checked", "wrong password").because(null);
        };
        PlatformMonitor monitor = monitor(checked(check), news);
        monitor.afterSingletonsInstantiated();
        try {
            await().until(() -> news.size() == 1);
            await().during(Duration.ofMillis(1200))
                    .atMost(Duration.ofSeconds(3))
                    .until(() -> {
                        monitor.lookSoon();
                        return looks.get() == 1;
                    });
        } finally {
            monitor.destroy();
        }
    }

    private static PlatformMonitor monitor(Service service, List<String> news) {
        return new PlatformMonitor(
                List.of(service),
                Duration.ofHours(1),
                Duration.ofSeconds(1),
                Clock.systemUTC(),
                (after, away) -> news.add(after.reachable() ? "back" : String.valueOf(after.lastError())));
    }

    private static Service checked(Check check) {
        return new Service("checked", "Checked", "checked.url", () -> "nowhere", timeout -> check);
    }

    private void miss(String reason, int second) {
        now = now.missed(at(second), reason);
        journal.tell(now, nanos(second));
    }

    private void reach(int second) {
        now = now.seen(at(second));
        journal.tell(now, nanos(second));
    }

    private static Instant at(int second) {
        return BEGIN.plusSeconds(second);
    }

    /** Of a clock that begins anywhere. */
    private static long nanos(int second) {
        return Long.MAX_VALUE - 1 + TimeUnit.SECONDS.toNanos(second);
    }

    private List<String> lines() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
