package io.sluice.telemetry;

import com.mongodb.MongoClientSettings;
import io.sluice.pipeline.PipelineReadings;
import io.sluice.pipeline.PipelineRetries;
import java.time.Clock;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.mongodb.autoconfigure.MongoConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.kafka.core.KafkaAdmin;

/** Wires the watch over the platform. The names of the indicators are those of the readiness group. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TelemetrySettings.class)
class TelemetryConfiguration {

    @Bean
    PlatformMonitor platformMonitor(
            TelemetrySettings settings,
            KafkaAdmin kafka,
            JdbcConnectionDetails postgres,
            MongoClientSettings mongo,
            MongoConnectionDetails mongoAddress,
            ObjectProvider<PipelineRetries> pipelines) {
        var mongoSettings = MongoClientSettings.builder(mongo)
                .applyConnectionString(mongoAddress.getConnectionString())
                .build();
        Map<Service, Check> checks = Map.of(
                Service.KAFKA, new KafkaCheck(kafka.getConfigurationProperties(), settings.timeout()),
                Service.POSTGRES, new PostgresCheck(postgres, settings.timeout()),
                Service.MONGO, new MongoCheck(mongoSettings, settings.timeout()));
        return new PlatformMonitor(
                checks,
                settings.interval(),
                Clock.systemUTC(),
                (now, away) -> pipelines.ifAvailable(its -> its.retryNow(
                        // A pipeline notices an outage earlier than the monitor does.
                        away.plus(settings.interval()).plus(settings.timeout().multipliedBy(2)), now.reachable())));
    }

    @Bean
    ReadyLine readyLine(HealthEndpoint health, PipelineReadings readings) {
        return new ReadyLine(health, readings);
    }

    @Bean
    Addresses platformAddresses(
            Environment environment,
            KafkaConnectionDetails kafka,
            JdbcConnectionDetails postgres,
            MongoConnectionDetails mongo) {
        return new Addresses(environment, kafka, postgres, mongo);
    }

    @Bean
    SparkStatus sparkStatus(SparkLookup spark) {
        return new SparkStatus(spark);
    }

    @Bean
    HealthIndicator sparkHealthIndicator(SparkStatus spark) {
        return new SparkHealth(spark);
    }

    @Bean
    HealthIndicator kafkaHealthIndicator(PlatformMonitor monitor) {
        return new ServiceHealth(monitor, Service.KAFKA);
    }

    @Bean
    HealthIndicator postgresHealthIndicator(PlatformMonitor monitor) {
        return new ServiceHealth(monitor, Service.POSTGRES);
    }

    @Bean
    HealthIndicator mongoHealthIndicator(PlatformMonitor monitor) {
        return new ServiceHealth(monitor, Service.MONGO);
    }
}
