package io.sluice.events;

import io.sluice.engine.Instance;
import io.sluice.engine.Rehearsals;
import io.sluice.engine.SparkUnavailableException;
import io.sluice.pipeline.FakeEngine;
import io.sluice.pipeline.PipelineDirectory;
import io.sluice.results.postgres.PostgresReads;
import io.sluice.results.query.ResultsSettings;
import io.sluice.stream.format.Formats;
import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.stream.store.Stores;
import io.sluice.telemetry.PlatformParts;
import io.sluice.testing.TestFormats;
import io.sluice.testing.TestStores;
import io.sluice.web.Problem;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;

/** Events of pipelines on a fake engine and a real Postgres, served by a real server. */
@SpringBootConfiguration
@EnableAutoConfiguration
@AutoConfigurationPackage(basePackageClasses = PipelineDirectory.class)
@ComponentScan(
        basePackageClasses = {PipelineDirectory.class, Streams.class, Problem.class},
        excludeFilters =
                @Filter(
                        type = FilterType.REGEX,
                        pattern = "(.*(App|Application|Test|Case)(\\$.*)?|io.sluice.events.tail.*)"))
class EventApp {

    @Bean
    LedgerAccess postgresAccess(JdbcConnectionDetails details) {
        return new LedgerAccess(details.getJdbcUrl(), details.getUsername(), details.getPassword());
    }

    @Bean
    FakeEngine engine() {
        return new FakeEngine();
    }

    @Bean
    Formats formats() {
        return TestFormats.json();
    }

    @Bean
    Instance instance() {
        return Instance.ofThisProcess();
    }

    @Bean
    Stores stores() {
        return TestStores.nowhere();
    }

    @Bean
    PostgresReads reads(DataSource postgres) {
        return new PostgresReads(postgres, new ResultsSettings(Duration.ofSeconds(20)));
    }

    @Bean
    Rehearsals rehearsals() {
        return spec -> {
            throw new SparkUnavailableException("There is no Spark here");
        };
    }

    /** What a test says of the services. */
    @Bean
    Map<String, Object> services() {
        return new ConcurrentHashMap<>(Map.of("kafka", Map.of("reachable", true, "since", "2026-01-31T08:00:00Z")));
    }

    @Bean
    PlatformParts platformParts(Map<String, Object> services) {
        return () -> services;
    }
}
