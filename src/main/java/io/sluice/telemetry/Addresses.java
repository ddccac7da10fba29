package io.sluice.telemetry;

import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.mongodb.autoconfigure.MongoConnectionDetails;
import org.springframework.core.env.Environment;

/** Where the services are, by Boot's connection details, whether these come from the configuration or are embedded. */
record Addresses(
        Environment environment,
        KafkaConnectionDetails kafka,
        JdbcConnectionDetails postgres,
        MongoConnectionDetails mongo) {

    Platform.Kafka kafka(Reachability now) {
        return new Platform.Kafka(
                String.join(",", kafka.getBootstrapServers()),
                isEmbedded("spring.kafka.bootstrap-servers"),
                now.reachable(),
                now.since(),
                now.lastError());
    }

    Platform.Postgres postgres(Reachability now) {
        Properties parts = Driver.parseURL(postgres.getJdbcUrl(), null);
        return new Platform.Postgres(
                part(parts, PGProperty.PG_HOST),
                parts == null ? null : Integer.valueOf(PGProperty.PG_PORT.getOrDefault(parts)),
                part(parts, PGProperty.PG_DBNAME),
                postgres.getUsername(),
                isEmbedded("spring.datasource.url"),
                now.reachable(),
                now.since(),
                now.lastError());
    }

    Platform.Mongo mongo(Reachability now) {
        return new Platform.Mongo(
                String.join(",", mongo.getConnectionString().getHosts()),
                isEmbedded("spring.mongodb.uri"),
                now.reachable(),
                now.since(),
                now.lastError());
    }

    private static @Nullable String part(@Nullable Properties parts, PGProperty which) {
        return parts == null ? null : which.getOrDefault(parts);
    }

    /** What has no address configured is what Sluice starts itself. */
    private boolean isEmbedded(String property) {
        return !Binder.get(environment)
                .bind(property, Bindable.listOf(String.class))
                .isBound();
    }
}
