package io.sluice.access.audit;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.sluice.access.Identity;
import io.sluice.access.Role;
import io.sluice.access.Security;
import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.testing.TestPostgres;
import io.sluice.web.Scope;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerMapping;

@DisplayName("The audit log")
class AuditorTest {

    private static final Identity LISA =
            Identity.token("lisa", Role.ADMIN, new UUID(1, 2), new Scope(List.of("orders-*")));

    private final LedgerAccess access = TestPostgres.freshDatabase();
    private final AtomicBoolean away = new AtomicBoolean();
    /** Happens while the database is waited for. */
    private Runnable meanwhile = () -> {};

    private final JdbcTemplate jdbc = new JdbcTemplate(TestPostgres.dataSource(access)) {
        @Override
        public <T> T execute(ConnectionCallback<T> work) {
            if (away.get()) {
                meanwhile.run();
                throw new DataAccessResourceFailureException("away");
            }
            return super.execute(work);
        }
    };
    private final Auditor auditor = auditor(Duration.ofDays(1), 1000);
    private final Logger logger = (Logger) LoggerFactory.getLogger("io.sluice.audit");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    private Auditor auditor(Duration maxAge, long maxNumber) {
        return new Auditor(jdbc, new AuditSettings(maxAge, maxNumber), Security.LOCKED);
    }

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
    }

    @AfterEach
    void end() {
        RequestContextHolder.resetRequestAttributes();
        logger.detachAppender(lines);
        logger.setLevel(null);
        logger.setAdditive(true);
        away.set(false);
        auditor.destroy();
    }

    private static MockHttpServletRequest request(String method, String path) {
        MockHttpServletRequest request = new MockHttpServletRequest(method, path);
        request.setRemoteAddr("192.0.2.7");
        return request;
    }

    private List<String> rows(String columns) {
        return jdbc.queryForList(
                "SELECT concat_ws(' ', " + columns + ") FROM sluice.audit ORDER BY at, action", String.class);
    }

    @Test
    @DisplayName("has who, from where, what and what became of it, of changes and refusals, and of nothing else")
    void hasWhoAndWhat() {
        MockHttpServletRequest order = request("POST", "/api/v1/pipelines/orders-eu/stop");
        LISA.hold(order);
        auditor.saw(order, 202);
        auditor.saw(request("DELETE", "/api/v1/pipelines/orders-eu"), 401);
        auditor.saw(request("GET", "/api/v1/pipelines/orders-eu"), 401);
        auditor.saw(request("POST", "/api/v1/pipelines/validate"), 200);
        auditor.saw(request("POST", "/elsewhere"), 404);
        MockHttpServletRequest dry = request("DELETE", "/api/v1/pipelines/orders-eu");
        dry.setQueryString("purge=true&dryRun=true");
        auditor.saw(dry, 200);
        auditor.flush();
        assertThat(rows("kind, name, token_id, address, action, target, outcome, status, times"))
                .containsExactlyInAnyOrder(
                        "token lisa 00000000-0000-0001-0000-000000000002 192.0.2.7"
                                + " POST /api/v1/pipelines/{name}/stop orders-eu done 202 1",
                        "stranger 192.0.2.7 DELETE /api/v1/pipelines/{name} orders-eu refused 401 1");
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "token lisa (00000000-0000-0001-0000-000000000002) from 192.0.2.7:"
                                + " POST /api/v1/pipelines/{name}/stop orders-eu done 202",
                        "stranger from 192.0.2.7: DELETE /api/v1/pipelines/{name} orders-eu refused 401");
    }

    @Test
    @DisplayName("has parameters without what is in records, and every text short and legible")
    void isLegible() {
        MockHttpServletRequest append = request("POST", "/api/v1/topics/a%1B%5B2J/records");
        append.setQueryString("key=secret&partition=1\u202e" + "x".repeat(1000));
        auditor.saw(append, 201);
        auditor.flush();
        assertThat(rows("target, details"))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .startsWith("a\\u001b[2J partition=1\\u202ex")
                        .endsWith("…")
                        .hasSizeLessThan(300)
                        .doesNotContain("secret"));
        assertThat(lines.list.get(0).getFormattedMessage()).doesNotContain("\u001b", "\u202e", "secret");
    }

    @Test
    @DisplayName("counts alike ones of a second as one, and those for which there is no room")
    void countsAlikeOnes() {
        for (int i = 0; i < 50; i++) {
            auditor.saw(request("POST", "/api/v1/topics/a/records"), 401);
        }
        for (int i = 0; i < Auditor.MOST_REFUSED + 9; i++) {
            auditor.saw(request("POST", "/api/v1/topics/other-" + i + "/records"), 401);
        }
        auditor.saw(request("POST", "/api/v1/topics/a/records"), 201);
        auditor.flush();
        assertThat(jdbc.queryForObject(
                        "SELECT times FROM sluice.audit WHERE target = 'a' AND status = 401", Integer.class))
                .isEqualTo(50);
        assertThat(rows("action, times")).hasSize(Auditor.MOST_REFUSED + 2).contains("overflow 10");
        assertThat(jdbc.queryForObject("SELECT count(*) FROM sluice.audit WHERE status = 201", Integer.class))
                .as("refusals take no room of changes")
                .isEqualTo(1);
        assertThat(lines.list).hasSize(Auditor.MOST_REFUSED + 2);
    }

    @Test
    @DisplayName("waits while the database is away, within bounds, and is written once when it is back")
    void waitsForTheDatabase() {
        away.set(true);
        auditor.saw(request("POST", "/api/v1/topics/first/records"), 201);
        auditor.flush();
        auditor.saw(request("POST", "/api/v1/topics/first/records"), 201);
        for (int i = 0; i < Auditor.MOST + 5; i++) {
            auditor.saw(request("POST", "/api/v1/topics/t" + i + "/records"), 201);
            if (i % 4000 == 0) {
                auditor.flush();
            }
        }
        auditor.flush();
        assertThat(auditor.waiting()).isLessThanOrEqualTo(Auditor.MOST + 1);
        away.set(false);
        auditor.flush();
        auditor.flush();
        assertThat(jdbc.queryForObject("SELECT times FROM sluice.audit WHERE target = 'first'", Integer.class))
                .isEqualTo(2);
        assertThat(jdbc.queryForObject("SELECT sum(times) FROM sluice.audit", Integer.class))
                .isEqualTo(Auditor.MOST + 7);
        assertThat(auditor.waiting()).isZero();
    }

    @Test
    @DisplayName("has no more than it has room for, whatever comes while the database is waited for")
    void boundsWhatComesMeanwhile() {
        away.set(true);
        AtomicInteger next = new AtomicInteger();
        meanwhile = () -> {
            for (int i = 0; i < Auditor.MOST_REFUSED; i++) {
                auditor.saw(request("POST", "/api/v1/topics/t" + next.getAndIncrement() + "/records"), 401);
            }
        };
        for (int i = 0; i < 4; i++) {
            auditor.saw(request("POST", "/api/v1/topics/first/records"), 401);
            auditor.flush();
        }
        assertThat(auditor.waiting()).isEqualTo(Auditor.MOST_REFUSED + 1);
        meanwhile = () -> {};
        away.set(false);
        auditor.flush();
        assertThat(jdbc.queryForObject("SELECT sum(times) FROM sluice.audit", Integer.class))
                .isEqualTo(4 + next.get());
        auditor.saw(request("POST", "/api/v1/topics/later/records"), 401);
        auditor.flush();
        assertThat(rows("target")).as("there is room again").contains("later");
    }

    @Test
    @DisplayName("takes a request for what its handler takes it: the first of two parameters, decoded")
    void readsAsTheHandlerDoes() {
        MockHttpServletRequest real = request("DELETE", "/api/v1/pipelines/real");
        real.setQueryString("dryRun=false&dryRun=true&%6bey=secret");
        auditor.saw(real, 200);
        MockHttpServletRequest dry = request("DELETE", "/api/v1/pipelines/dry");
        dry.setQueryString("dryRun=tru%65");
        auditor.saw(dry, 200);
        auditor.saw(request("DELETE", "/x;y=%zz"), 400);
        auditor.flush();
        assertThat(rows("target, details")).containsExactly("real dryRun=false&dryRun=true");
    }

    @Test
    @DisplayName("has no logout of nobody, and counts those of users with what may come without end")
    void countsNoLogoutOfNobody() throws Exception {
        HandlerMethod logout = new HandlerMethod(new Sessions(), Sessions.class.getDeclaredMethod("logout"));
        MockHttpServletRequest nobodys = request("DELETE", "/api/v1/session");
        nobodys.setAttribute(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE, logout);
        auditor.saw(nobodys, 204);
        MockHttpServletRequest lisas = request("DELETE", "/api/v1/session");
        lisas.setAttribute(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE, logout);
        LISA.hold(lisas);
        auditor.saw(lisas, 204);
        auditor.flush();
        assertThat(rows("name, action, is_frequent")).containsExactly("lisa logout t");
    }

    /** Has a handler of the same name as the API's. */
    static final class Sessions {

        void logout() {}
    }

    @Test
    @DisplayName("has a change from the transaction that makes it on, and none of one that was rolled back")
    void isOfTheTransaction() throws SQLException {
        MockHttpServletRequest order = request("PUT", "/api/v1/pipelines/orders-eu");
        LISA.hold(order);
        RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(order));
        Change change = new Change("putPipeline", "orders-eu", 7L, 3L, null, null);
        try (Connection connection = TestPostgres.connect(access)) {
            connection.setAutoCommit(false);
            AuditLog.write(connection, change);
            connection.rollback();
            assertThat(rows("target")).isEmpty();
            AuditLog.write(connection, change);
            connection.commit();
        }
        assertThat(rows("name, target, version, outcome, status")).containsExactly("lisa orders-eu 3 done");
        auditor.saw(order, 200);
        auditor.flush();
        assertThat(rows("name, target, version, outcome, status")).containsExactly("lisa orders-eu 3 done 200");
        auditor.saw(order, 409);
        auditor.flush();
        assertThat(rows("version, outcome, status")).containsExactly("3 refused 409");
    }

    @Test
    @DisplayName("tells of an order what it changed, and counts two that changed something as two")
    void tellsWhatAnOrderChanged() {
        for (int offset : List.of(5, 7)) {
            MockHttpServletRequest order = request("PATCH", "/api/v1/pipelines/orders-eu/offsets");
            RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(order));
            AuditLog.tell(Change.of("alterPipelineOffsets", "orders-eu", "{\"t/0\": 9}", "{\"t/0\": " + offset + "}"));
            auditor.saw(order, 200);
        }
        auditor.flush();
        assertThat(rows("target, before, after, status"))
                .containsExactlyInAnyOrder(
                        "orders-eu {\"t/0\": 9} {\"t/0\": 5} 200", "orders-eu {\"t/0\": 9} {\"t/0\": 7} 200");
    }

    @Test
    @DisplayName("notes what Sluice does by itself, and keeps definitions when their pipeline goes")
    void keepsDefinitions() throws SQLException {
        try (Connection connection = TestPostgres.connect(access)) {
            AuditLog.write(connection, new Change("putPipeline", "p", 7L, 1L, null, null), "a file");
            AuditLog.write(connection, new Change("putPipeline", "p", 7L, 2L, null, null), null);
            AuditLog.write(connection, new Change("putPipeline", "other", 8L, 1L, null, null), null);
            AuditLog.keepDefinitions(
                    connection,
                    7,
                    version -> version == 1 ? Optional.empty() : Optional.of("{\"version\": " + version + "}"));
        }
        assertThat(rows("kind, name, target, version, after"))
                .containsExactlyInAnyOrder("sluice a file p 1", "sluice p 2 {\"version\": 2}", "sluice other 1");
    }

    @Test
    @DisplayName("is deleted by age and by number, where refusals and appends drive out no change")
    void expires() {
        jdbc.execute("INSERT INTO sluice.audit (id, at, kind, action, outcome, times, is_frequent)"
                + " SELECT gen_random_uuid(), now() - n * interval '1 minute', 'open', 'n' || n, 'done', 1, n % 2 = 0"
                + " FROM generate_series(1, 2000) n");
        Auditor few = auditor(Duration.ofMinutes(1900), 700);
        few.expire();
        assertThat(jdbc.queryForObject("SELECT count(*) FROM sluice.audit WHERE is_frequent", Integer.class))
                .isEqualTo(700);
        assertThat(jdbc.queryForObject("SELECT count(*) FROM sluice.audit WHERE NOT is_frequent", Integer.class))
                .isEqualTo(700);
        assertThat(rows("action").get(1399)).isEqualTo("n1");
        auditor(Duration.ofMinutes(100), 700).expire();
        assertThat(jdbc.queryForObject("SELECT count(*) FROM sluice.audit", Integer.class))
                .isBetween(98, 100);
        few.destroy();
    }
}
