package io.sluice.services;

import com.zaxxer.hikari.HikariDataSource;
import io.sluice.stream.connection.Tls;
import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.stream.jdbc.TlsSockets;
import io.sluice.stream.kafka.KafkaAccess;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The ways to Kafka and Postgres, the same for those on this machine and for executors. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({KafkaLogin.class, PostgresSettings.class})
class ServicesConfiguration {

    /** Before anybody makes a client or a connection of them. */
    @Bean
    static BeanPostProcessor securedServices(
            ObjectProvider<SslBundles> bundles,
            ObjectProvider<KafkaLogin> login,
            ObjectProvider<PostgresSettings> postgres) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                if (bean instanceof KafkaProperties kafka) {
                    KafkaSecurity.put(
                            kafka, login.getObject(), tls(kafka.getSsl().getBundle(), bundles));
                } else if (bean instanceof HikariDataSource pool) {
                    Tls tls = tls(postgres.getObject().sslBundle(), bundles);
                    if (tls != null) {
                        TlsSockets.settings(tls).forEach(pool::addDataSourceProperty);
                    }
                }
                return bean;
            }
        };
    }

    private static @Nullable Tls tls(@Nullable String bundle, ObjectProvider<SslBundles> bundles) {
        return bundle == null || bundle.isBlank()
                ? null
                : Pem.of(bundles.getObject().getBundle(bundle));
    }

    @Bean
    KafkaAccess kafkaAccess(KafkaConnectionDetails details, KafkaProperties properties) {
        Map<String, String> client = new HashMap<>();
        properties.buildAdminProperties().forEach((name, value) -> client.put(name, String.valueOf(value)));
        client.remove(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
        return new KafkaAccess(String.join(",", details.getBootstrapServers()), client);
    }

    @Bean
    LedgerAccess ledgerAccess(
            JdbcConnectionDetails details, PostgresSettings settings, ObjectProvider<SslBundles> bundles) {
        return new LedgerAccess(
                details.getJdbcUrl(), details.getUsername(), details.getPassword(), tls(settings.sslBundle(), bundles));
    }
}
