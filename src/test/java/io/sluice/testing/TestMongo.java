package io.sluice.testing;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import de.bwaldvogel.mongo.bson.Document;
import io.netty.channel.Channel;
import io.sluice.stream.store.mongo.MongoAccess;
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

    /** Knows the newer name of a command. */
    private static final class Hello extends MemoryBackend {

        @Override
        public Document handleCommand(Channel channel, String database, String command, Document query) {
            return super.handleCommand(channel, database, command.equals("hello") ? "ismaster" : command, query);
        }
    }

    private static final class Server {
        static final InetSocketAddress ADDRESS = start();

        private static InetSocketAddress start() {
            MongoServer server = new MongoServer(new Hello());
            Runtime.getRuntime().addShutdownHook(new Thread(server::shutdownNow));
            return server.bind();
        }
    }
}
