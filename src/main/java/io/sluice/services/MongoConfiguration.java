package io.sluice.services;

import com.mongodb.ConnectionString;
import io.sluice.stream.store.mongo.MongoAccess;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.boot.mongodb.autoconfigure.MongoConnectionDetails;
import org.springframework.boot.mongodb.autoconfigure.MongoProperties;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.util.StringUtils;

/** Where the documents are, the same for those who write them and those who read them back. */
@Configuration(proxyBeanMethods = false)
class MongoConfiguration {

    private static final String DEFAULT_DATABASE = "sluice";
    private static final int PATIENCE_SECONDS = 5;

    /** A server that takes longer to answer is as good as away. */
    private static final int HANGING_SECONDS = 30;

    /**
     * An address need not name a database; Boot's factory fails without one. It lets this property win over the address,
     * so the default is set only where the address is silent.
     */
    @Bean
    static BeanPostProcessor mongoDefaultDatabase() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                if (bean instanceof MongoProperties properties && namesNoDatabase(properties)) {
                    properties.setDatabase(DEFAULT_DATABASE);
                }
                return bean;
            }
        };
    }

    private static boolean namesNoDatabase(MongoProperties properties) {
        String uri = properties.getUri();
        return properties.getDatabase() == null
                && StringUtils.hasText(uri)
                && new ConnectionString(uri).getDatabase() == null;
    }

    /** Follows the rule of Boot's own factory. */
    @Bean
    MongoAccess mongoAccess(MongoConnectionDetails details, MongoProperties properties) {
        ConnectionString address = details.getConnectionString();
        String database = properties.getDatabase() == null ? address.getDatabase() : properties.getDatabase();
        SslBundle bundle = details.getSslBundle();
        return new MongoAccess(
                address.getConnectionString(),
                Objects.requireNonNullElse(database, DEFAULT_DATABASE),
                bundle == null ? null : Pem.of(bundle));
    }

    /** Who asks while Mongo is away is told so in seconds. Comes before the address, whose own settings win. */
    @Bean
    @Order(-1)
    MongoClientSettingsBuilderCustomizer mongoPatience() {
        return settings -> settings.applyToClusterSettings(
                        cluster -> cluster.serverSelectionTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .applyToSocketSettings(socket -> socket.connectTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                        .readTimeout(HANGING_SECONDS, TimeUnit.SECONDS));
    }
}
