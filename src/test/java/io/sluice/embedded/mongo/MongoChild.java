package io.sluice.embedded.mongo;

import io.sluice.embedded.ChildProcess;
import io.sluice.embedded.EmbeddedServer;
import io.sluice.embedded.EmbeddedService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The Mongo wire server in a JVM of its own, so that it can be killed. It never outlives this one. */
public final class MongoChild implements EmbeddedServer {

    private static final String READY = "READY";
    private static final long STOP_SECONDS = 10;

    private final Path home;
    private final int port;
    private Process process;

    public MongoChild(Path home, int port) {
        this.home = home;
        this.port = port;
    }

    @Override
    public EmbeddedService service() {
        return EmbeddedService.MONGO;
    }

    @Override
    public void start() throws IOException {
        Files.createDirectories(home);
        process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1500m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MongoChild.class.getName(),
                        home.toString(),
                        Integer.toString(port)))
                .directory(home.toFile())
                .redirectError(home.resolve("mongo.err").toFile())
                .start();
        Files.writeString(pidFile(home), process.pid() + "\n");
        String line = process.inputReader().readLine();
        if (!READY.equals(line)) {
            throw new IOException("the Mongo server did not start, read " + home.resolve("mongo.err"));
        }
    }

    public static Path pidFile(Path home) {
        return home.resolve("mongo.pid");
    }

    @Override
    public String awaitEnd() throws InterruptedException {
        return process == null ? "never started" : ChildProcess.awaitEnd(process);
    }

    @Override
    public void stop() throws InterruptedException {
        if (process != null) {
            process.toHandle().destroy();
            ChildProcess.awaitStop(process, STOP_SECONDS);
        }
    }

    @SuppressWarnings("SystemOut") // the parent waits for the line
    public static void main(String[] args) throws IOException {
        MongoWireServer server = new MongoWireServer(Path.of(args[0]), Integer.parseInt(args[1]));
        server.start();
        Runtime.getRuntime().addShutdownHook(new Thread(server::stop));
        System.out.println(READY);
        while (System.in.read() >= 0) {
            // The parent never writes; only the end matters.
        }
        Runtime.getRuntime().halt(3);
    }
}
