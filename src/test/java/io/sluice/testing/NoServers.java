package io.sluice.testing;

/** What a test of single rooms leaves out of Boot's automatic configuration. */
public final class NoServers {

    public static final String DATA_SOURCE = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration";
    public static final String FLYWAY = "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration";
    public static final String HIBERNATE =
            "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration";
    public static final String JPA =
            "org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration";
    public static final String MONGO = "org.springframework.boot.mongodb.autoconfigure.MongoAutoConfiguration";
    public static final String DATA_MONGO =
            "org.springframework.boot.data.mongodb.autoconfigure.DataMongoAutoConfiguration";
    public static final String MONGO_REPOSITORIES =
            "org.springframework.boot.data.mongodb.autoconfigure.DataMongoRepositoriesAutoConfiguration";

    private NoServers() {}
}
