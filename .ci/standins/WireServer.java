import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import java.net.InetSocketAddress;

/** Speaks MongoDB's protocol to the whole container network, knows no users, and keeps its data in a file. */
public final class WireServer {

    public static void main(String[] args) {
        MongoServer server = new MongoServer(new H2Backend(args[0]));
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdownNow));
        server.bind(new InetSocketAddress("0.0.0.0", 27017));
    }
}
