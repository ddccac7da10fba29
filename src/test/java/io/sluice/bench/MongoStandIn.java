package io.sluice.bench;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;

/**
 * The Mongo server of all contenders: the stand-in that Sluice embeds, here with everything in memory and in a JVM of its
 * own, so that its time is nobody's else and no disk bounds it. Its one argument is the port.
 */
public final class MongoStandIn {

    /**
     * Every document stays alive, so that collecting garbage, which is copying them, took more time than inserting them
     * did, and the more the larger a document is. A young generation in which a drain of a million fits leaves the
     * server's own work.
     */
    private static final List<String> HEAP = List.of("-Xms12g", "-Xmx12g", "-Xmn9g", "-XX:+UseParallelGC");

    private MongoStandIn() {}

    static ChildJvm start(Path home, int port) throws IOException {
        List<String> line = new ArrayList<>(HEAP);
        line.addAll(List.of(MongoStandIn.class.getName(), Integer.toString(port)));
        ChildJvm child = ChildJvm.start(home, ChildJvm.ownClassPath(), line);
        child.answer();
        return child;
    }

    /** Has it forget what was dropped, so that each drain begins with an empty heap. */
    static void collect(ChildJvm child) throws IOException {
        child.ask("collect");
    }

    @SuppressWarnings("SystemOut")
    public static void main(String[] args) throws IOException {
        MongoServer server = new MongoServer(new MemoryBackend());
        server.bind("127.0.0.1", Integer.parseInt(args[0]));
        System.out.println(ChildJvm.ANSWER + "ready");
        Scanner orders = new Scanner(System.in);
        while (orders.hasNextLine()) {
            orders.nextLine();
            System.gc();
            System.out.println(ChildJvm.ANSWER + "collected");
        }
        server.shutdownNow();
    }
}
