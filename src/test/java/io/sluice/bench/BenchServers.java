package io.sluice.bench;

import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.stream.kafka.KafkaAccess;
import io.sluice.stream.store.mongo.MongoAccess;
import io.sluice.testing.Sluice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/**
 * The processes of a run, started as far as its contenders need them: Sluice in this JVM with its embedded Kafka and
 * Postgres, which all contenders use, and the others in JVMs of their own, warm for the whole run. Closing ends them all
 * and leaves nothing behind.
 */
final class BenchServers implements AutoCloseable {

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Path home;
    private final boolean transform;
    private final Sluice sluice;
    private final DrainClient client;
    private final PostgresStore postgres;
    private final MongoStore mongo;
    private @Nullable ChildJvm mongoServer;
    private final @Nullable ChildJvm spark;
    private final @Nullable ConnectWorker connect;
    private final @Nullable ChildJvm flink;
    private final @Nullable PsqlDrainer psql;

    private BenchServers(Path home, DrainPlan plan) throws Exception {
        this.home = home;
        open.push(() -> FileSystemUtils.deleteRecursively(home));
        transform = plan.transform();
        try {
            sluice = keep(sluice(plan.needsMongo()));
            client = new DrainClient(sluice.api());
            postgres = new PostgresStore(sluice.bean(LedgerAccess.class));
            mongo = keep(new MongoStore(sluice.bean(MongoAccess.class)));
            spark = plan.has(Part.SPARK)
                    ? keep(SparkDrainer.start(home.resolve("spark"), kafka(), postgres.access()))
                    : null;
            connect = plan.has(Part.CONNECT) ? keep(ConnectWorker.start(home.resolve("connect"), kafka())) : null;
            flink = plan.has(Part.FLINK)
                    ? keep(FlinkDrainer.start(home.resolve("flink"), kafka(), postgres.access()))
                    : null;
            psql = plan.has(Contender.PSQL) ? PsqlDrainer.start(postgres, home.resolve("psql")) : null;
        } catch (Exception | Error e) {
            close();
            throw e;
        }
    }

    static BenchServers start(DrainPlan plan) throws Exception {
        return new BenchServers(Files.createTempDirectory("sluice-bench"), plan);
    }

    private <T extends AutoCloseable> T keep(T started) {
        open.push(started);
        return started;
    }

    private Sluice sluice(boolean withMongo) throws IOException {
        if (!withMongo) {
            return Sluice.startEmbedded(home.resolve("data"), "--sluice.demo.enabled=false");
        }
        int port = ChildJvm.freePort();
        mongoServer = keep(MongoStandIn.start(home.resolve("mongo"), port));
        return Sluice.startEmbedded(
                home.resolve("data"),
                "--sluice.demo.enabled=false",
                "--spring.mongodb.uri=mongodb://127.0.0.1:" + port + "/sluice");
    }

    /** Before a drain: nothing is left of those before it. */
    void settle() throws IOException {
        if (mongoServer != null) {
            MongoStandIn.collect(mongoServer);
        }
        ProcessTimes.awaitQuiet();
    }

    KafkaAccess kafka() {
        return sluice.bean(KafkaAccess.class);
    }

    PostgresStore postgres() {
        return postgres;
    }

    MongoStore mongo() {
        return mongo;
    }

    Drainer drainer(Contender contender) {
        return switch (contender) {
            case COPY1 -> new CopyDrainer(postgres, 1);
            case COPY2 -> new CopyDrainer(postgres, 2);
            case PSQL -> psql;
            case MONGO_INSERT -> new MongoInsertDrainer(mongo);
            case SLUICE, SLUICE_STEPS, SLUICE_MONGO, SLUICE_BOTH ->
                new SluiceDrainer(client, postgres, mongo, contender, transform);
            case SPARK_JDBC, SPARK_JDBC_TUNED ->
                new SparkDrainer(spark, postgres, mongo, home.resolve("spark"), contender);
            case FLINK -> new FlinkDrainer(flink, postgres, mongo);
            case DEBEZIUM, MONGO_CONNECTOR, MONGO_CONNECTOR_IDS, CONNECT_BOTH ->
                new ConnectDrainer(
                        connect, new PostgresStore(postgres.access(), PostgresStore.DEBEZIUM), mongo, contender);
        };
    }

    @Override
    public void close() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }
}
