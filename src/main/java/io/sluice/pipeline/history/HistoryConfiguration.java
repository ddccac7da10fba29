package io.sluice.pipeline.history;

import io.sluice.stream.ledger.LedgerDatabase;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes what recording and reading share. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HistorySettings.class)
class HistoryConfiguration {

    @Bean
    HistoryTable historyTable(LedgerDatabase database, HistorySettings settings) {
        return new HistoryTable(database, settings);
    }

    @Bean
    HistoryBook historyBook(HistoryTable table, Marks marks) {
        return new HistoryBook(table, marks);
    }
}
