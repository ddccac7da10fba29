package io.sluice.bench;

import io.sluice.embedded.EmbeddedService;
import io.sluice.embedded.KillableServers;
import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.stream.kafka.KafkaAccess;
import io.sluice.stream.store.mongo.MongoAccess;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * The embedded servers without Sluice, each in processes of its own, on a new directory that is deleted at the end.
 * Postgres is set up as in the product: fsync is on.
 */
public final class Servers implements AutoCloseable {

    private final Scratch home;
    private final KillableServers servers;

    private Servers(Scratch home) throws IOException {
        this.home = home;
        this.servers = new KillableServers(home.path());
    }

    /** Returns when they take connections. */
    public static Servers start(EmbeddedService... wanted) throws IOException, InterruptedException {
        Servers started = new Servers(Scratch.create());
        try {
            for (EmbeddedService service : wanted) {
                started.servers.start(service);
            }
            return started;
        } catch (IOException | InterruptedException | RuntimeException e) {
            started.close();
            throw e;
        }
    }

    /** What an operator would configure, as arguments of the application. */
    List<String> addresses() {
        return servers.addresses();
    }

    KafkaAccess kafka() {
        return new KafkaAccess(servers.address("spring.kafka.bootstrap-servers"), Map.of());
    }

    public LedgerAccess postgres() {
        return new LedgerAccess(
                servers.address("spring.datasource.url"),
                servers.address("spring.datasource.username"),
                servers.address("spring.datasource.password"));
    }

    public MongoAccess mongo() {
        return new MongoAccess(servers.address("spring.mongodb.uri"), "sluice");
    }

    @Override
    public void close() throws IOException, InterruptedException {
        servers.close();
        home.close();
    }
}
