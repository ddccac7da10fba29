package io.sluice.embedded.kafka;

import io.sluice.embedded.ConditionalOnUnset;
import io.sluice.embedded.DataDirectory;
import io.sluice.embedded.EmbeddedProperties;
import io.sluice.embedded.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Adds a Kafka broker to the stack while no other is configured. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnUnset("spring.kafka.bootstrap-servers")
class EmbeddedKafkaConfiguration {

    @Bean(destroyMethod = "")
    KafkaBroker embeddedKafka(DataDirectory directory, Ports ports, EmbeddedProperties properties)
            throws IOException, InterruptedException {
        Path home = directory.resolve("kafka");
        KafkaBroker.endStale(home);
        int port = ports.port("kafka-port", properties.kafkaPort());
        return new KafkaBroker(home, port, ports.port("kafka-controller-port", 0));
    }

    @Bean
    KafkaConnectionDetails embeddedKafkaDetails(KafkaBroker broker) {
        return () -> List.of(broker.bootstrapServers());
    }
}
