package io.sluice.access.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.access.Role;
import io.sluice.access.SecuritySettings;
import io.sluice.access.SecuritySettings.Admin;
import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.testing.TestPostgres;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
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
                new SecuritySettings(new Admin(name, password), ""),
                text -> "hash of " + text,
                Clock.systemUTC());
        open.add(accounts);
        return accounts;
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
        tables.add("lisa", Role.VIEWER, "hash of hers");
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> here.user("lisa").isPresent());
        tables.delete("lisa");
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> here.user("lisa").isEmpty());
    }

    @Test
    @DisplayName("of two admins who remove each other at once leave one")
    void oneAdminStays() throws Exception {
        for (int round = 0; round < 10; round++) {
            tables.add("one", Role.ADMIN, "hash");
            tables.add("other", Role.ADMIN, "hash");
            Thread thread = new Thread(() -> tables.delete("one"));
            thread.start();
            tables.change("other", Role.VIEWER, null);
            thread.join();
            assertThat(tables.read().users().values()).extracting(User::role).contains(Role.ADMIN);
            tables.change("other", Role.ADMIN, null);
        }
    }
}
