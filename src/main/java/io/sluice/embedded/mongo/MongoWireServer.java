package io.sluice.embedded.mongo;

import de.bwaldvogel.mongo.MongoServer;
import io.sluice.embedded.EmbeddedServer;
import io.sluice.embedded.EmbeddedService;
import io.sluice.embedded.EmbeddedStartException;
import io.sluice.embedded.OwnerOnly;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

/** A server of MongoDB's wire protocol in this JVM, because Maven's repositories do not have the real one. Collections survive restarts. */
public final class MongoWireServer implements EmbeddedServer {

    private static final long LOOK_MILLIS = 500;

    private final Path home;
    private final int port;
    private @Nullable MongoServer server;
    private @Nullable DurableMongoBackend backend;

    public MongoWireServer(Path home, int port) {
        this.home = home;
        this.port = port;
    }

    public String uri() {
        return "mongodb://127.0.0.1:" + port + "/sluice";
    }

    @Override
    public EmbeddedService service() {
        return EmbeddedService.MONGO;
    }

    @Override
    public synchronized void start() {
        try {
            OwnerOnly.createDirectories(home);
            stop();
            DurableMongoBackend store = DurableMongoBackend.open(home.resolve("mongo.mv"));
            MongoServer opened = new MongoServer(store);
            backend = store;
            server = opened;
            opened.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw EmbeddedStartException.files("Mongo server", home, e);
        } catch (MVStoreException e) {
            throw EmbeddedStartException.files("Mongo server", home, new IOException(e.getMessage(), e));
        }
    }

    /** The server is a part of this JVM; what can end is its store, which closes itself when it cannot write. */
    @Override
    public String awaitEnd() throws InterruptedException {
        while (isOpen()) {
            Thread.sleep(LOOK_MILLIS);
        }
        return "its store was closed, as after a write that failed";
    }

    private synchronized boolean isOpen() {
        return server != null && backend != null && backend.isOpen();
    }

    @Override
    public synchronized void stop() {
        if (server != null) {
            server.shutdownNow();
            server = null;
        }
    }
}
