package io.sluice.testing;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.sluice.flow.MongoAccess;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

/** One Mongo wire server per test JVM; each caller gets a database of its own. */
public final class TestMongo {

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private TestMongo() {}

    public static MongoAccess freshDatabase() {
        InetSocketAddress address = Server.ADDRESS;
        return new MongoAccess("mongodb://127.0.0.1:" + address.getPort(), "test_" + DATABASES.incrementAndGet());
    }

    private static final class Server {
        static final InetSocketAddress ADDRESS = start();

        private static InetSocketAddress start() {
            MongoServer server = new MongoServer(new MemoryBackend());
            Runtime.getRuntime().addShutdownHook(new Thread(server::shutdownNow));
            return server.bind();
        }
    }
}
