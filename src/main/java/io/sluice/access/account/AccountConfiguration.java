package io.sluice.access.account;

import io.sluice.access.ConditionalOnLock;
import io.sluice.access.SecuritySettings;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

/** Wires users and tokens. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnLock
class AccountConfiguration {

    /** Of hashes that name their algorithm, so that another one can come beside it. */
    private static final String ALGORITHM = "bcrypt";

    @Bean
    PasswordEncoder passwordEncoder() {
        return new DelegatingPasswordEncoder(ALGORITHM, Map.of(ALGORITHM, new BCryptPasswordEncoder()));
    }

    @Bean
    AccountTables accountTables(DataSource database) {
        return new AccountTables(database);
    }

    @Bean
    Accounts accounts(AccountTables tables, SecuritySettings settings, PasswordEncoder passwords) {
        return new Accounts(
                tables, settings, password -> Objects.requireNonNull(passwords.encode(password)), Clock.systemUTC());
    }

    @Bean
    Logins logins(Accounts accounts, AccountTables tables, PasswordEncoder passwords) {
        return new Logins(accounts, tables, passwords, Clock.systemUTC());
    }
}
