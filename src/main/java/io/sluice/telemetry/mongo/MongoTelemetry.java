package io.sluice.telemetry.mongo;

import com.mongodb.MongoClientSettings;
import io.sluice.stream.store.mongo.MongoAccess;
import io.sluice.stream.store.mongo.MongoClients;
import io.sluice.stream.store.mongo.MongoOutage;
import io.sluice.telemetry.PlatformMonitor;
import io.sluice.telemetry.Service;
import io.sluice.web.OutageSign;
import io.swagger.v3.oas.annotations.media.Schema;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.mongodb.autoconfigure.MongoConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** Mongo as a service of the platform. */
@Configuration(proxyBeanMethods = false)
class MongoTelemetry {

    private static final String NAME = "mongo";
    private static final String TITLE = "Mongo";

    @Schema(name = "PlatformMongo", description = "The Mongo that stores documents")
    record Address(
            @Schema(
                    description = "Host and port, several with commas",
                    example = "127.0.0.1:27017",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            String address) {}

    @Bean
    @Order(2)
    Service mongoService(MongoConnectionDetails details, MongoClientSettings settings, MongoAccess access) {
        return new Service(
                NAME,
                TITLE,
                "spring.mongodb.uri",
                () -> new Address(String.join(",", details.getConnectionString().getHosts())),
                timeout -> new MongoCheck(whole(details, settings, access), timeout));
    }

    /** Boot's bean is what an application sets of its own; address and certificates come when a client is made. */
    private static MongoClientSettings whole(
            MongoConnectionDetails details, MongoClientSettings settings, MongoAccess access) {
        MongoClientSettings.Builder whole = MongoClientSettings.builder(settings);
        MongoClients.encrypt(whole, access.tls());
        return whole.applyConnectionString(details.getConnectionString()).build();
    }

    @Bean
    OutageSign mongoOutage() {
        return new OutageSign(TITLE, MongoOutage::is);
    }

    @Bean
    HealthIndicator mongoHealthIndicator(PlatformMonitor monitor) {
        return monitor.health(NAME);
    }
}
