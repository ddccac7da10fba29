package io.sluice.embedded;

import io.sluice.embedded.kafka.KafkaBroker;
import io.sluice.embedded.mongo.MongoWireServer;
import io.sluice.embedded.postgres.PostgresPassword;
import io.sluice.embedded.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The embedded servers outside of an application, standing for servers of somebody else's: each keeps its port and its
 * data when it goes away and comes back.
 */
public final class ServersForTests implements AutoCloseable {

    private final Map<EmbeddedService, EmbeddedServer> servers = new EnumMap<>(EmbeddedService.class);
    private final List<String> addresses;

    /** Nothing runs yet; the addresses are known. */
    public ServersForTests(Path home) {
        Ports ports = new Ports(new DataDirectory(home));
        PostgresPassword password = PostgresPassword.in(home.resolve("postgres"));
        PostgresServer postgres = new PostgresServer(home.resolve("postgres"), ports.port("p", 0), password);
        KafkaBroker kafka = new KafkaBroker(home.resolve("kafka"), ports.port("k", 0), ports.port("c", 0));
        int mongoPort = ports.port("m", 0);
        servers.put(EmbeddedService.POSTGRES, postgres);
        servers.put(EmbeddedService.KAFKA, kafka);
        servers.put(EmbeddedService.MONGO, new MongoWireServer(home.resolve("mongo"), mongoPort));
        var details = postgres.connectionDetails();
        addresses = List.of(
                "--spring.datasource.url=" + details.getJdbcUrl(),
                "--spring.datasource.username=" + details.getUsername(),
                "--spring.datasource.password=" + details.getPassword(),
                "--spring.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                // Without a database: Sluice has a name for it.
                "--spring.mongodb.uri=mongodb://127.0.0.1:" + mongoPort);
    }

    /** What an operator would configure. */
    public List<String> addresses() {
        return addresses;
    }

    /** Returns when it takes connections. */
    public void start(EmbeddedService service) throws IOException, InterruptedException {
        servers.get(service).start();
    }

    /** Returns when it is gone. */
    public void stop(EmbeddedService service) throws InterruptedException {
        servers.get(service).stop();
    }

    @Override
    public void close() throws InterruptedException {
        for (EmbeddedServer server : servers.values()) {
            server.stop();
        }
    }
}
