package io.sluice.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/** A Spring Boot application of single rooms, without Postgres and Mongo. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootConfiguration
@EnableAutoConfiguration(
        excludeName = {
            NoServers.DATA_SOURCE,
            NoServers.FLYWAY,
            NoServers.HIBERNATE,
            NoServers.JPA,
            NoServers.MONGO,
            NoServers.DATA_MONGO,
            NoServers.MONGO_REPOSITORIES
        })
public @interface NoServers {

    String DATA_SOURCE = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration";
    String FLYWAY = "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration";
    String HIBERNATE = "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration";
    String JPA = "org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration";
    String MONGO = "org.springframework.boot.mongodb.autoconfigure.MongoAutoConfiguration";
    String DATA_MONGO = "org.springframework.boot.data.mongodb.autoconfigure.DataMongoAutoConfiguration";
    String MONGO_REPOSITORIES =
            "org.springframework.boot.data.mongodb.autoconfigure.DataMongoRepositoriesAutoConfiguration";

    /** The readiness group names what other rooms watch: services, and who the owner is. */
    String NO_TELEMETRY = "management.endpoint.health.validate-group-membership=false";
}
