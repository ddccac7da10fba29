package io.sluice.embedded.kafka;

import io.sluice.embedded.ChildProcess;
import io.sluice.embedded.EmbeddedServer;
import io.sluice.embedded.EmbeddedService;
import io.sluice.embedded.EmbeddedStartException;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * A real broker in a child JVM of its own (Kafka is built for Scala 2.13, Spark for 2.12), which never outlives this
 * one: see {@link BrokerMain}. Topics survive restarts.
 */
public final class KafkaBroker implements EmbeddedServer {

    private static final long STOP_SECONDS = 15;

    private final Path home;
    private final int port;
    private final int controllerPort;
    private volatile @Nullable Process process;

    /** @param home where the broker keeps its program, topics and log; made if it is not there */
    public KafkaBroker(Path home, int port, int controllerPort) {
        this.home = home;
        this.port = port;
        this.controllerPort = controllerPort;
    }

    /** Ends a broker that an earlier process left behind, and returns when it is gone. */
    public static void endStale(Path home) throws IOException, InterruptedException {
        // By the simple name, so that the broker of a version that had it in another package is known, too.
        Optional<ProcessHandle> stale = ChildProcess.stale(pidFile(home), BrokerMain.class.getSimpleName(), home);
        if (stale.isPresent()) {
            stale.get().destroyForcibly();
            ChildProcess.awaitEnd(stale.get());
        }
    }

    private static Path pidFile(Path home) {
        return home.resolve("broker.pid");
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    @Override
    public EmbeddedService service() {
        return EmbeddedService.KAFKA;
    }

    @Override
    public void start() throws InterruptedException {
        try {
            Path program = BrokerFiles.unpack(home);
            Process child = launch(program, BrokerConfig.write(home, port, controllerPort));
            process = child;
            try {
                Files.writeString(pidFile(home), child.pid() + "\n");
                awaitReady(child);
            } catch (IOException | RuntimeException | Error e) {
                child.destroyForcibly().waitFor();
                throw e;
            }
        } catch (IOException e) {
            throw EmbeddedStartException.files("Kafka broker", home, e);
        }
    }

    private Process launch(Path program, Path config) throws IOException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-Djava.awt.headless=true",
                        "-Dsluice.broker.log=" + home.resolve("broker.log"),
                        "-cp",
                        program.resolve("classes") + File.pathSeparator + program.resolve("*"),
                        BrokerMain.class.getName(),
                        config.toString(),
                        Uuid.randomUuid().toString()))
                .directory(home.toFile())
                .redirectError(home.resolve("broker.err").toFile())
                .start();
    }

    private void awaitReady(Process child) throws IOException, InterruptedException {
        BufferedReader out = child.inputReader();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.equals(BrokerMain.READY)) {
                return;
            }
        }
        throw new EmbeddedStartException(
                "The embedded Kafka broker ended while it was starting.",
                "Read " + home.resolve("broker.log") + " and " + home.resolve("broker.err")
                        + ", or set spring.kafka.bootstrap-servers to a broker of your own.",
                child.waitFor());
    }

    @Override
    public String awaitEnd() throws InterruptedException {
        Process child = process;
        return child == null ? "never started" : ChildProcess.awaitEnd(child);
    }

    /** Stops the broker in order, so that the next start need not recover the log; by force after 15 seconds. */
    @Override
    public void stop() throws InterruptedException {
        Process child = process;
        if (child != null) {
            // Not Process.destroy: that closes the pipes too, which tells the broker that we are gone.
            child.toHandle().destroy();
            ChildProcess.awaitStop(child, STOP_SECONDS);
        }
    }
}
