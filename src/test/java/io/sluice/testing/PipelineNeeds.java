package io.sluice.testing;

import io.sluice.engine.Instance;
import io.sluice.engine.Rehearsals;
import io.sluice.engine.SparkUnavailableException;
import io.sluice.pipeline.FakeEngine;
import io.sluice.results.query.ResultsSettings;
import io.sluice.results.table.TableReads;
import io.sluice.stream.format.Formats;
import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.stream.store.Stores;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the rooms of pipelines need that are not there: for tests to import beside them. On a fake engine and a real Postgres. */
@Configuration(proxyBeanMethods = false)
public class PipelineNeeds {

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
    TableReads reads(DataSource postgres) {
        return new TableReads(postgres, new ResultsSettings(Duration.ofSeconds(20)));
    }
}
