package io.sluice.engine.run;

import io.sluice.engine.FlowEngine;
import io.sluice.engine.session.CheckpointLocation;
import io.sluice.engine.session.Checkpoints;
import io.sluice.engine.session.JarDirectory;
import io.sluice.engine.session.SparkProperties;
import io.sluice.engine.session.SparkRuntime;
import io.sluice.engine.targets.StoreMarks;
import io.sluice.stream.flow.KafkaAccess;
import io.sluice.stream.flow.PostgresAccess;
import io.sluice.stream.flow.Stores;
import io.sluice.stream.ledger.Generations;
import io.sluice.stream.ledger.LedgerDatabase;
import io.sluice.stream.ledger.MarkNumbers;
import io.sluice.stream.ledger.NotedTargets;
import io.sluice.stream.ledger.Positions;
import io.sluice.stream.ledger.Standings;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the engine to the addresses that Boot knows, configured or embedded. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SparkProperties.class)
class EngineConfiguration {

    @Bean
    SparkRuntime sparkRuntime(SparkProperties properties, JarDirectory jars) {
        return new SparkRuntime(properties, jars).start();
    }

    @Bean
    KafkaAccess kafkaAccess(KafkaConnectionDetails details, KafkaProperties properties) {
        Map<String, String> client = new HashMap<>();
        properties.buildAdminProperties().forEach((name, value) -> client.put(name, String.valueOf(value)));
        client.remove(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
        return new KafkaAccess(String.join(",", details.getBootstrapServers()), client);
    }

    @Bean
    PostgresAccess postgresAccess(JdbcConnectionDetails details) {
        return new PostgresAccess(details.getJdbcUrl(), details.getUsername(), details.getPassword());
    }

    @Bean
    FlowEngine flowEngine(
            SparkRuntime spark,
            KafkaAccess kafka,
            PostgresAccess postgres,
            Stores stores,
            LedgerDatabase ledger,
            CheckpointLocation checkpoints) {
        SparkFlowEngine engine = new SparkFlowEngine(
                spark::session,
                spark::sessionAtWork,
                kafka,
                postgres,
                stores,
                new Generations(ledger),
                new Positions(ledger),
                new NotedTargets(ledger),
                new Standings(ledger),
                new StoreMarks(new MarkNumbers(ledger), stores),
                new Checkpoints(checkpoints.uri()));
        spark.onLoss(engine::fail);
        return engine;
    }
}
