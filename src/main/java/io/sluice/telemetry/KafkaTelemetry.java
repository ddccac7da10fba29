package io.sluice.telemetry;

import io.swagger.v3.oas.annotations.media.Schema;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.kafka.core.KafkaAdmin;

/** Kafka as a service of the platform. */
@Configuration(proxyBeanMethods = false)
class KafkaTelemetry {

    private static final String NAME = "kafka";

    @Schema(name = "PlatformKafka", description = "The Kafka that topics are in")
    record Address(
            @Schema(
                    description = "Host and port, several with commas",
                    example = "127.0.0.1:9092",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            String bootstrapServers) {}

    @Bean
    @Order(0)
    Service kafkaService(KafkaConnectionDetails details, KafkaAdmin admin) {
        return new Service(
                NAME,
                "Kafka",
                "spring.kafka.bootstrap-servers",
                () -> new Address(String.join(",", details.getBootstrapServers())),
                timeout -> new KafkaCheck(admin.getConfigurationProperties(), timeout));
    }

    @Bean
    HealthIndicator kafkaHealthIndicator(PlatformMonitor monitor) {
        return monitor.health(NAME);
    }
}
