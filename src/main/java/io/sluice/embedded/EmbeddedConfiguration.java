package io.sluice.embedded;

import com.mongodb.ConnectionString;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.mongodb.autoconfigure.MongoConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Wires the stack. What can go wrong at once (directory, ports) goes wrong while the context starts; the servers start
 * in the background, and the rest of the application takes their absence as it takes that of any other server.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({DataDirectoryProperties.class, EmbeddedProperties.class})
class EmbeddedConfiguration {

    /**
     * Makes the stack before all other beans, some seconds earlier than its turn would be; so it is also the last to be
     * destroyed, when nobody uses the servers any more.
     */
    @Bean
    static BeanFactoryPostProcessor embeddedStackFirst(Environment environment) {
        return beans -> {
            MissingParts.check(environment, beans.getBeanClassLoader());
            beans.getBean(EmbeddedStack.class);
        };
    }

    @Bean
    DataDirectoryLock dataDirectoryLock(DataDirectoryProperties properties) {
        return DataDirectoryLock.take(Path.of(properties.dataDirectory()));
    }

    @Bean
    DataDirectory dataDirectory(DataDirectoryLock lock) {
        return lock.directory();
    }

    @Bean
    Ports embeddedPorts(DataDirectory directory) {
        return new Ports(directory);
    }

    @Bean
    EmbeddedStack embeddedStack(ObjectProvider<EmbeddedServer> servers) {
        return new EmbeddedStack(servers.stream().toList());
    }

    @Bean
    EmbeddedStartWatch embeddedStartWatch(EmbeddedStack stack) {
        return new EmbeddedStartWatch(stack);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnUnset("spring.datasource.url")
    static class Postgres {

        @Bean(destroyMethod = "")
        PostgresServer embeddedPostgres(DataDirectory directory, Ports ports, EmbeddedProperties properties)
                throws IOException, InterruptedException {
            Path home = directory.resolve("postgres");
            PostgresServer.endStale(home);
            int port = ports.port("postgres-port", properties.postgresPort());
            return new PostgresServer(home, port, PostgresPassword.in(home));
        }

        @Bean
        JdbcConnectionDetails embeddedPostgresDetails(PostgresServer server) {
            return server.connectionDetails();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnUnset("spring.kafka.bootstrap-servers")
    static class Kafka {

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

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnUnset("spring.mongodb.uri")
    static class Mongo {

        @Bean(destroyMethod = "")
        MongoWireServer embeddedMongo(DataDirectory directory, Ports ports, EmbeddedProperties properties) {
            int port = ports.port("mongo-port", properties.mongoPort());
            return new MongoWireServer(directory.resolve("mongo"), port);
        }

        @Bean
        MongoConnectionDetails embeddedMongoDetails(MongoWireServer server) {
            ConnectionString address = new ConnectionString(server.uri());
            return () -> address;
        }
    }
}
