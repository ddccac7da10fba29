package io.sluice.bench;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The Mongo server of all contenders: the stand-in that Sluice embeds, here with everything in memory and in a JVM of its
 * own, so that its time is nobody's else and no disk bounds it. Its one argument is the port.
 */
public final class MongoStandIn {

    private MongoStandIn() {}

    static ChildJvm start(Path home, int port) throws IOException {
        ChildJvm child = ChildJvm.start(
                home, ChildJvm.ownClassPath(), List.of("-Xmx6g", MongoStandIn.class.getName(), Integer.toString(port)));
        child.answer();
        return child;
    }

    @SuppressWarnings("SystemOut")
    public static void main(String[] args) throws IOException {
        MongoServer server = new MongoServer(new MemoryBackend());
        server.bind("127.0.0.1", Integer.parseInt(args[0]));
        System.out.println(ChildJvm.ANSWER + "ready");
        while (System.in.read() >= 0) {
            // Nobody writes; only the end matters.
        }
        server.shutdownNow();
    }
}
