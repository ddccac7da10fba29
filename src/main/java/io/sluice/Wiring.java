package io.sluice;

import io.sluice.demo.DemoPipeline;
import io.sluice.embedded.DataDirectory;
import io.sluice.engine.Instance;
import io.sluice.engine.session.CheckpointLocation;
import io.sluice.engine.session.JarDirectory;
import io.sluice.engine.session.SparkRuntime;
import io.sluice.pipeline.ColumnTypes;
import io.sluice.pipeline.startup.BuiltInPipelines;
import io.sluice.stream.store.postgres.PostgresTypes;
import io.sluice.telemetry.SparkLookup;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.spark.sql.SparkSession;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Joins rooms that do not know each other. */
@Configuration(proxyBeanMethods = false)
class Wiring {

    @Bean
    Instance instance() {
        return Instance.ofThisProcess();
    }

    @Bean
    CheckpointLocation checkpointLocation(
            @Value("${sluice.checkpoint-location:}") String configured, DataDirectory data) {
        return new CheckpointLocation(
                configured.isBlank() ? data.resolve("checkpoints").toString() : configured);
    }

    @Bean
    ColumnTypes postgresColumnTypes() {
        return PostgresTypes::of;
    }

    @Bean
    DemoPipeline demoPipeline(BuiltInPipelines pipelines) {
        return pipelines::createIfAbsent;
    }

    @Bean
    JarDirectory jarDirectory(DataDirectory data) {
        return new JarDirectory(data.resolve("spark-jars"));
    }

    @Bean
    SparkLookup sparkLookup(SparkRuntime spark) {
        return new SparkLookup() {
            @Override
            public String master() {
                return spark.master();
            }

            @Override
            public Optional<SparkSession> session() {
                return spark.sessionIfUp();
            }

            @Override
            public OptionalInt executors() {
                return spark.executors();
            }

            @Override
            public Optional<Trouble> trouble() {
                return spark.trouble().map(now -> new Trouble(now.reason(), now.since()));
            }
        };
    }
}
