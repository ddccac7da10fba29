package io.sluice.engine.run;

import io.sluice.engine.FlowSources;
import io.sluice.engine.Rehearsals;
import io.sluice.engine.session.Checkpoints;
import io.sluice.engine.session.JarDirectory;
import io.sluice.engine.session.SparkProperties;
import io.sluice.engine.session.SparkRuntime;
import io.sluice.engine.targets.StoreMarks;
import io.sluice.stream.format.Formats;
import io.sluice.stream.kafka.KafkaAccess;
import io.sluice.stream.kafka.KafkaSource;
import io.sluice.stream.kafka.Topics;
import io.sluice.stream.kafka.records.NewestRecords;
import io.sluice.stream.kafka.records.RecordTimes;
import io.sluice.stream.ledger.LedgerDatabase;
import io.sluice.stream.ledger.MarkNumbers;
import io.sluice.stream.ledger.Positions;
import io.sluice.stream.store.Stores;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the engine to the services, wherever they are. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SparkProperties.class)
class EngineConfiguration {

    @Bean
    SparkRuntime sparkRuntime(SparkProperties properties, JarDirectory jars) {
        return new SparkRuntime(properties, jars).start();
    }

    @Bean
    Topics kafkaTopics(KafkaAccess kafka) {
        return new Topics(kafka.bootstrapServers(), kafka.properties());
    }

    @Bean
    FlowSources flowSources(Formats formats, Topics topics, KafkaAccess kafka) {
        return new SourceSampler(
                formats,
                topics,
                new NewestRecords(kafka.bootstrapServers(), kafka.properties()),
                new RecordTimes(kafka.bootstrapServers(), kafka.properties()));
    }

    @Bean
    StoreMarks storeMarks(LedgerDatabase ledger, Stores stores) {
        return new StoreMarks(new MarkNumbers(ledger), stores);
    }

    @Bean
    RunningFlows runningFlows(SparkRuntime spark) {
        RunningFlows running = new RunningFlows();
        spark.onLoss(running::fail);
        return running;
    }

    @Bean
    LedgerWatch ledgerWatch(LedgerDatabase ledger, StoreMarks marks, RunningFlows running) {
        return new LedgerWatch(new Positions(ledger), marks, running).start();
    }

    @Bean
    FlowQueries flowQueries(
            KafkaAccess kafka, Topics topics, Checkpoints checkpoints, Stores stores, LedgerWatch watch) {
        KafkaSource source = new KafkaSource(kafka.bootstrapServers(), kafka.properties());
        return new FlowQueries(source, topics, checkpoints, stores, watch::markEnd);
    }

    @Bean
    Rehearsals rehearsals(SparkRuntime spark, FlowCompiler compiler) {
        return new FlowRehearsals(spark::session, compiler);
    }
}
