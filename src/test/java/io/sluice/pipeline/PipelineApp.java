package io.sluice.pipeline;

import io.sluice.engine.Instance;
import io.sluice.engine.Rehearsals;
import io.sluice.engine.SparkUnavailableException;
import io.sluice.results.postgres.PostgresReads;
import io.sluice.results.query.ResultsSettings;
import io.sluice.stream.format.Formats;
import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.stream.store.Stores;
import io.sluice.testing.TestFormats;
import io.sluice.testing.TestStores;
import io.sluice.web.ProblemException;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** This room alone, on a fake engine. Not found by scans of others: it is named where it is used. */
final class PipelineApp {

    private PipelineApp() {}

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @ComponentScan(
            basePackageClasses = PipelineDirectory.class,
            excludeFilters = @Filter(type = FilterType.REGEX, pattern = ".*PipelineApp.*"))
    static class Room {

        @Bean
        LedgerAccess ledgerAccess(JdbcConnectionDetails details) {
            return new LedgerAccess(details.getJdbcUrl(), details.getUsername(), details.getPassword());
        }

        @Bean
        FakeEngine engine(@Value("${test.stores-away:false}") boolean away) {
            FakeEngine engine = new FakeEngine();
            engine.storesAreAway(away);
            return engine;
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
        Rehearsals rehearsals() {
            return spec -> {
                throw new SparkUnavailableException("There is no Spark");
            };
        }

        @Bean
        PostgresReads reads(DataSource postgres) {
            return new PostgresReads(postgres, new ResultsSettings(Duration.ofSeconds(20)));
        }
    }

    @RestControllerAdvice
    static class Problems {

        @ExceptionHandler
        ResponseEntity<ProblemDetail> answer(ProblemException e) {
            HttpStatus status = e.type().status();
            ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, e.getMessage());
            problem.setType(e.type().uri());
            problem.setProperties(Map.of("errors", e.errors()));
            return ResponseEntity.status(status).body(problem);
        }
    }
}
