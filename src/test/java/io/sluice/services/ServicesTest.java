package io.sluice.services;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.sluice.stream.connection.Tls;
import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.stream.kafka.KafkaAccess;
import io.sluice.stream.store.mongo.MongoAccess;
import io.sluice.testing.Certificates;
import io.sluice.testing.Certificates.Identity;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.mongodb.autoconfigure.MongoAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.ProducerFactory;

@DisplayName("What is configured once")
class ServicesTest {

    private static final Certificates CERTIFICATES = Certificates.shared();
    private static final Identity CLIENT = CERTIFICATES.of("sluice");

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    SslAutoConfiguration.class,
                    KafkaAutoConfiguration.class,
                    DataSourceAutoConfiguration.class,
                    MongoAutoConfiguration.class))
            .withUserConfiguration(ServicesConfiguration.class, MongoConfiguration.class)
            .withPropertyValues(
                    "spring.kafka.bootstrap-servers=127.0.0.1:1",
                    "spring.datasource.url=jdbc:postgresql://127.0.0.1:1/sluice",
                    "spring.mongodb.uri=mongodb://127.0.0.1:1");

    private ApplicationContextRunner secured() {
        return runner.withPropertyValues(
                "spring.ssl.bundle.pem.mine.truststore.certificate=" + CERTIFICATES.authority(),
                "spring.ssl.bundle.pem.mine.keystore.certificate=" + CLIENT.chain(),
                "spring.ssl.bundle.pem.mine.keystore.private-key=" + CLIENT.key(),
                "spring.kafka.ssl.bundle=mine",
                "sluice.postgres.ssl-bundle=mine",
                "spring.mongodb.ssl.bundle=mine");
    }

    @Test
    @DisplayName("reaches every client of Kafka as texts, with a login encrypted unless somebody says otherwise")
    void reachesKafkasClients() {
        secured()
                .withPropertyValues("sluice.kafka.login.username=lisa", "sluice.kafka.login.password=sax")
                .run(context -> {
                    KafkaAccess access = context.getBean(KafkaAccess.class);
                    assertThat(access.properties())
                            .containsEntry("security.protocol", "SASL_SSL")
                            .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
                            .containsEntry("ssl.truststore.type", "PEM")
                            .containsEntry("ssl.keystore.key", CLIENT.key());
                    assertThat(access.toString()).isEqualTo("KafkaAccess[127.0.0.1:1]");
                    for (Map<String, Object> client : java.util.List.of(
                            context.getBean(KafkaAdmin.class).getConfigurationProperties(),
                            context.getBean(ProducerFactory.class).getConfigurationProperties(),
                            context.getBean(ConsumerFactory.class).getConfigurationProperties())) {
                        assertThat(client).containsAllEntriesOf(access.properties());
                        assertThat(client).doesNotContainKey("ssl.engine.factory.class");
                    }
                });
        secured()
                .run(context -> assertThat(context.getBean(KafkaAccess.class).properties())
                        .containsEntry("security.protocol", "SSL"));
        runner.withPropertyValues(
                        "sluice.kafka.login.username=lisa",
                        "sluice.kafka.login.password=sax",
                        "spring.kafka.security.protocol=SASL_PLAINTEXT")
                .run(context -> assertThat(context.getBean(KafkaAccess.class).properties())
                        .containsEntry("security.protocol", "SASL_PLAINTEXT"));
    }

    @Test
    @DisplayName("reaches tasks and the pool of Postgres, and tasks of Mongo, and shows no key")
    void reachesTheStores() {
        secured().run(context -> {
            Tls tls = context.getBean(LedgerAccess.class).tls();
            assertThat(tls).isEqualTo(CLIENT.with(CERTIFICATES.authority()));
            assertThat(context.getBean(MongoAccess.class).tls()).isEqualTo(tls);
            assertThat(tls.toString()).isEqualTo("Tls[own authorities, own certificate]");
            assertThat(context.getBean(HikariDataSource.class).getDataSourceProperties())
                    .containsEntry("sslmode", "verify-full")
                    .doesNotContainValue(CLIENT.key());
        });
    }

    @Test
    @DisplayName("is nothing where nothing is configured")
    void nothing() {
        runner.run(context -> {
            assertThat(context.getBean(KafkaAccess.class).properties())
                    .doesNotContainKeys("security.protocol", "sasl.jaas.config", "ssl.truststore.type");
            assertThat(context.getBean(LedgerAccess.class).tls()).isNull();
            assertThat(context.getBean(MongoAccess.class).tls()).isNull();
        });
    }
}
