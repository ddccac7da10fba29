package io.sluice.embedded.mongo;

import com.mongodb.ConnectionString;
import io.sluice.embedded.ConditionalOnUnset;
import io.sluice.embedded.DataDirectory;
import io.sluice.embedded.EmbeddedProperties;
import io.sluice.embedded.Ports;
import org.springframework.boot.mongodb.autoconfigure.MongoConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Adds a Mongo server to the stack while no other is configured. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnUnset("spring.mongodb.uri")
class EmbeddedMongoConfiguration {

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
