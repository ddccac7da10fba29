package io.sluice.embedded.postgres;

import io.sluice.embedded.ConditionalOnUnset;
import io.sluice.embedded.DataDirectory;
import io.sluice.embedded.EmbeddedProperties;
import io.sluice.embedded.Ports;
import java.io.IOException;
import java.nio.file.Path;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Adds Postgres to the stack while no other is configured. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnUnset("spring.datasource.url")
class EmbeddedPostgresConfiguration {

    @Bean(destroyMethod = "")
    PostgresServer embeddedPostgres(DataDirectory directory, Ports ports, EmbeddedProperties properties)
            throws IOException, InterruptedException {
        Path home = directory.resolve("postgres");
        PostgresServer.endStale(home);
        int port = ports.port("postgres-port", properties.postgresPort());
        return new PostgresServer(home, port, PostgresPassword.in(home));
    }

    @Bean
    JdbcConnectionDetails embeddedPostgresDetails(PostgresServer server) {
        return server.connectionDetails();
    }
}
