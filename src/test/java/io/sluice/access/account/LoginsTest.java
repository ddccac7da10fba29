package io.sluice.access.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.sluice.access.Identity;
import io.sluice.access.Role;
import io.sluice.access.SecuritySettings;
import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.testing.TestPostgres;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import io.sluice.web.Scope;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.security.crypto.password.PasswordEncoder;

@DisplayName("Logins")
class LoginsTest {

    private static final String PASSWORD = "correct horse battery";

    private final LedgerAccess access = TestPostgres.freshDatabase();
    private final AccountTables tables = new AccountTables(TestPostgres.dataSource(access));
    private final List<Accounts> open = new ArrayList<>();

    @AfterEach
    void end() {
        open.forEach(Accounts::destroy);
    }

    private Accounts accounts(AccountTables from, String name, String password) {
        Accounts accounts = new Accounts(
                from,
                settings(Map.of("admin.name", name, "admin.password", password)),
                text -> "hash of " + text,
                Clock.systemUTC());
        open.add(accounts);
        return accounts;
    }

    private static SecuritySettings settings(Map<String, String> given) {
        return new Binder(new MapConfigurationPropertySource(given)).bindOrCreate("", SecuritySettings.class);
    }

    private static void awaitRead(Accounts accounts) {
        Awaitility.await().atMost(Duration.ofSeconds(10)).ignoreExceptions().until(() -> accounts.now() != null);
    }

    @Test
    @DisplayName("check one hash for a name that is not there, as for one that is, so that both take as long")
    void checkOneHashForEachName() {
        Accounts accounts = accounts(tables, "admin", PASSWORD);
        awaitRead(accounts);
        List<String> checked = new ArrayList<>();
        PasswordEncoder counting = new PasswordEncoder() {
            @Override
            public String encode(CharSequence password) {
                return "hash of " + password;
            }

            @Override
            public boolean matches(CharSequence password, String hash) {
                checked.add(hash);
                return hash.equals(encode(password));
            }
        };
        Logins logins = new Logins(accounts, tables, counting, Clock.systemUTC());

        assertThat(logins.login("admin", PASSWORD, "here").role()).isEqualTo(Role.ADMIN);
        for (String name : List.of("admin", "nobody")) {
            // What stands for nobody's password is no password either.
            assertThatThrownBy(() -> logins.login(name, name.equals("admin") ? "wrong" : "nobody has this one", "here"))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            problem -> assertThat(problem.type()).isEqualTo(ProblemType.LOGIN_FAILED));
        }
        assertThat(checked).hasSize(3);
    }

    @Test
    @DisplayName("know the first user from the configuration, whose password that is there is kept")
    void firstUserKeepsItsPassword() {
        Accounts first = accounts(tables, "admin", PASSWORD);
        awaitRead(first);
        assertThat(first.user("admin").orElseThrow().hash()).isEqualTo("hash of " + PASSWORD);
        Accounts again = accounts(tables, "admin", "another password");
        awaitRead(again);
        assertThat(again.user("admin").orElseThrow().hash()).isEqualTo("hash of " + PASSWORD);
        Accounts other = accounts(tables, "second", "another password");
        awaitRead(other);
        assertThat(other.now().users()).containsOnlyKeys("admin", "second");
    }

    @Test
    @DisplayName("do not make the first user again who was deleted, and make one of another name")
    void firstUserStaysDeleted() {
        awaitRead(accounts(tables, "admin", PASSWORD));
        tables.add("other", Role.ADMIN, List.of(), "hash");
        assertThat(tables.delete("admin")).isEqualTo(AccountTables.Outcome.DONE);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(Accounts.class);
        lines.start();
        logger.addAppender(lines);
        logger.setAdditive(false);
        logger.setLevel(Level.WARN);
        try {
            Accounts again = accounts(tables, "admin", PASSWORD);
            awaitRead(again);
            assertThat(again.now().users()).containsOnlyKeys("other");
            assertThat(lines.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .singleElement()
                    .asString()
                    .contains("admin", "deleted", "another name");
        } finally {
            logger.setLevel(null);
            logger.detachAppender(lines);
            logger.setAdditive(true);
        }
        Accounts second = accounts(tables, "second", PASSWORD);
        awaitRead(second);
        assertThat(second.now().users()).containsOnlyKeys("other", "second");
    }

    @Test
    @DisplayName("say that Postgres is away as long as nothing was read of it")
    void postgresIsAway() {
        AccountTables away = new AccountTables(
                TestPostgres.dataSource(new LedgerAccess("jdbc:postgresql://localhost:1/none", "nobody", "none")));
        Accounts accounts = accounts(away, "admin", PASSWORD);
        assertThatThrownBy(() -> accounts.byToken("any"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(ProblemType.PLATFORM_UNAVAILABLE));
    }

    @Test
    @DisplayName("learn within seconds what another instance has changed")
    void learnOfOthersChanges() {
        Accounts here = accounts(tables, "admin", PASSWORD);
        awaitRead(here);
        tables.add("lisa", Role.VIEWER, List.of(), "hash of hers");
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> here.user("lisa").isPresent());
        tables.delete("lisa");
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> here.user("lisa").isEmpty());
    }

    @Test
    @DisplayName("go on looking behind a role that they do not know, and say so once")
    void goOnLooking() throws Exception {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(Accounts.class);
        lines.start();
        logger.addAppender(lines);
        logger.setAdditive(false);
        try (Connection connection = TestPostgres.dataSource(access).getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO sluice.users (name, role, password_hash) VALUES ('x', 'owner', '')");
            Accounts accounts = accounts(tables, "admin", PASSWORD);
            Awaitility.await().until(() -> !List.copyOf(lines.list).isEmpty());
            statement.executeUpdate("DELETE FROM sluice.users WHERE name = 'x'");
            awaitRead(accounts);
            assertThat(lines.list).hasSize(1);
        } finally {
            logger.detachAppender(lines);
            logger.setAdditive(true);
        }
    }

    @Test
    @DisplayName("make an address wait that guesses under many names, all of a network of IPv6, and no other one")
    void guessesOfOneAddress() {
        Accounts accounts = accounts(tables, "admin", PASSWORD);
        awaitRead(accounts);
        PasswordEncoder wrong = new PasswordEncoder() {
            @Override
            public String encode(CharSequence password) {
                return "hash";
            }

            @Override
            public boolean matches(CharSequence password, String hash) {
                return false;
            }
        };
        Logins logins = new Logins(accounts, tables, wrong, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
        for (int i = 0; i < 20; i++) {
            assertRefused(logins, "user" + i, "10.0.0.1", ProblemType.LOGIN_FAILED);
            assertRefused(logins, "user" + i, "2001:db8::" + i, ProblemType.LOGIN_FAILED);
        }
        assertRefused(logins, "admin", "10.0.0.1", ProblemType.TOO_MANY_REQUESTS);
        assertRefused(logins, "admin", "2001:db8::ffff", ProblemType.TOO_MANY_REQUESTS);
        assertRefused(logins, "admin", "10.0.0.2", ProblemType.LOGIN_FAILED);
        assertRefused(logins, "admin", "2001:db8:0:1::1", ProblemType.LOGIN_FAILED);
    }

    private static void assertRefused(Logins logins, String name, String address, ProblemType type) {
        assertThatThrownBy(() -> logins.login(name, "wrong", address))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(type));
    }

    @Test
    @DisplayName("keep what an admin has set while a user changed the password that was, and end that one's session")
    void adminsChangeWins() {
        tables.add("admin", Role.ADMIN, List.of(), "hash");
        User before = add("lisa");
        tables.change("lisa", null, null, "hash of the admin's");
        assertThat(tables.changePassword("lisa", before.stamp(), "hash of the thief's"))
                .isEmpty();
        User now = tables.read().users().get("lisa");
        assertThat(now.hash()).isEqualTo("hash of the admin's");
        User own = tables.changePassword("lisa", now.stamp(), "hash of her own").orElseThrow();
        assertThat(own).isEqualTo(tables.read().users().get("lisa"));
        assertThat(own.stamp()).isNotEqualTo(now.stamp());
    }

    private User add(String name) {
        tables.add(name, Role.VIEWER, List.of(), "hash");
        return Objects.requireNonNull(tables.read().users().get(name));
    }

    @Test
    @DisplayName("make no user without a password, and take whom another vouches for until that one does not any more")
    void othersVouch() {
        Accounts accounts = accounts(tables, "admin", "");
        awaitRead(accounts);
        assertThat(accounts.now().users()).isEmpty();
        Instant now = Instant.now();
        assertThat(accounts.isCurrent(vouchedFor(now.plusSeconds(60)))).isTrue();
        assertThat(accounts.isCurrent(vouchedFor(now))).isFalse();
    }

    private static Identity vouchedFor(Instant until) {
        return new Identity("oidc:lisa", Role.VIEWER, new UUID(1, 2), Identity.Kind.OIDC, Scope.ALL, until);
    }

    @Test
    @DisplayName("of two admins who remove each other at once leave one")
    void oneAdminStays() throws Exception {
        for (int round = 0; round < 10; round++) {
            tables.add("one", Role.ADMIN, List.of(), "hash");
            tables.add("other", Role.ADMIN, List.of(), "hash");
            Thread thread = new Thread(() -> tables.delete("one"));
            thread.start();
            tables.change("other", Role.VIEWER, null, null);
            thread.join();
            assertThat(tables.read().users().values()).extracting(User::role).contains(Role.ADMIN);
            tables.change("other", Role.ADMIN, null, null);
        }
    }
}
