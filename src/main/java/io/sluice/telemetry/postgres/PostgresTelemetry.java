package io.sluice.telemetry.postgres;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.stream.jdbc.LedgerOutage;
import io.sluice.telemetry.PlatformMonitor;
import io.sluice.telemetry.Service;
import io.sluice.web.OutageSign;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Properties;
import org.hibernate.exception.JDBCConnectionException;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.CannotCreateTransactionException;

/** Postgres as a service of the platform. */
@Configuration(proxyBeanMethods = false)
class PostgresTelemetry {

    private static final String NAME = "postgres";
    private static final String TITLE = "Postgres";

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(
            name = "PlatformPostgres",
            description = "The Postgres that stores rows, dead letters and Sluice's own tables")
    record Address(
            @Schema(description = "The host", example = "127.0.0.1") @Nullable
            String host,

            @Schema(description = "The port", example = "5432") @Nullable
            Integer port,

            @Schema(description = "The database", example = "sluice") @Nullable
            String database,

            @Schema(description = "The user that Sluice logs in as", example = "sluice") @Nullable
            String user) {

        static Address of(JdbcConnectionDetails details) {
            Properties parts = Driver.parseURL(details.getJdbcUrl(), null);
            return parts == null
                    ? new Address(null, null, null, details.getUsername())
                    : new Address(
                            PGProperty.PG_HOST.getOrDefault(parts),
                            Integer.valueOf(PGProperty.PG_PORT.getOrDefault(parts)),
                            PGProperty.PG_DBNAME.getOrDefault(parts),
                            details.getUsername());
        }
    }

    @Bean
    @Order(1)
    Service postgresService(JdbcConnectionDetails details, LedgerAccess access) {
        return new Service(
                NAME,
                TITLE,
                "spring.datasource.url",
                () -> Address.of(details),
                timeout -> new PostgresCheck(access, timeout));
    }

    /** Beside what the driver says: what the frameworks throw for want of a connection, whatever the cause of that. */
    @Bean
    OutageSign postgresOutage() {
        return new OutageSign(
                TITLE,
                cause -> LedgerOutage.is(cause)
                        || cause instanceof CannotGetJdbcConnectionException
                        || cause instanceof CannotCreateTransactionException
                        || cause instanceof JDBCConnectionException);
    }

    @Bean
    HealthIndicator postgresHealthIndicator(PlatformMonitor monitor) {
        return monitor.health(NAME);
    }
}
