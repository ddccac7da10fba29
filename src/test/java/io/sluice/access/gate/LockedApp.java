package io.sluice.access.gate;

import io.sluice.access.Role;
import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.stream.jdbc.LedgerOutage;
import io.sluice.testing.NoServers;
import io.sluice.testing.TestPostgres;
import io.sluice.web.OutageSign;
import io.sluice.web.Problem;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The locked door on a real Postgres, served by a real server; behind it one handler for all that other rooms have. */
@NoServers
@ComponentScan(
        basePackageClasses = {Role.class, Problem.class},
        excludeFilters = @Filter(type = FilterType.REGEX, pattern = ".*(Test|Application)(\\$.*)?"))
class LockedApp {

    static final LedgerAccess DATABASE = TestPostgres.freshDatabase();

    @Bean
    DataSource dataSource() {
        return TestPostgres.dataSource(DATABASE);
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
