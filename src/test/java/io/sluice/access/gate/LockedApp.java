package io.sluice.access.gate;

import io.sluice.access.Role;
import io.sluice.results.query.ResultsSettings;
import io.sluice.results.table.TableReads;
import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.stream.jdbc.LedgerOutage;
import io.sluice.testing.NoServers;
import io.sluice.testing.TestPostgres;
import io.sluice.web.OutageSign;
import io.sluice.web.Problem;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The locked door on a real Postgres, served by a real server; behind it one handler for all that other rooms have. */
@NoServers
@ComponentScan(
        basePackageClasses = {Role.class, Problem.class},
        excludeFilters = @Filter(type = FilterType.REGEX, pattern = ".*(Test|Application)(\\$.*)?"))
@EnableConfigurationProperties(ResultsSettings.class)
@Import(TableReads.class)
class LockedApp {

    static final LedgerAccess DATABASE = TestPostgres.freshDatabase();

    /** Whether Postgres cannot be reached. */
    static final AtomicBoolean AWAY = new AtomicBoolean();

    /** How often somebody tried to reach it then. */
    static final AtomicInteger REFUSED = new AtomicInteger();

    @Bean
    DataSource dataSource() {
        return new DelegatingDataSource(TestPostgres.dataSource(DATABASE)) {
            @Override
            public Connection getConnection() throws SQLException {
                if (AWAY.get()) {
                    REFUSED.incrementAndGet();
                    throw new SQLNonTransientConnectionException("Postgres is away", "08001");
                }
                return super.getConnection();
            }
        };
    }

    @Bean
    OutageSign postgres() {
        return new OutageSign("Postgres", LedgerOutage::is);
    }

    @RestController
    static class Others {

        /** How often it was reached. */
        static final AtomicInteger REACHED = new AtomicInteger();

        @RequestMapping("/**")
        String answer(@RequestBody(required = false) byte[] body) {
            REACHED.incrementAndGet();
            return "reached";
        }
    }
}
