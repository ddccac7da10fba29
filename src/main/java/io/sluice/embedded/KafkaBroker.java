package io.sluice.embedded;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.Uuid;

/**
 * A real broker in a child JVM of its own (Kafka is built for Scala 2.13, Spark for 2.12), which never outlives this
 * one. Topics survive restarts.
 */
final class KafkaBroker implements AutoCloseable {

    private static final long STOP_SECONDS = 15;

    private final Process process;
    private final int port;

    private KafkaBroker(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts it and waits until clients can connect.
     *
     * @param home where the broker keeps its program, topics and log; made if it is not there
     * @throws EmbeddedStartException if it does not start
     */
    static KafkaBroker start(Path home, int port, int controllerPort) {
        try {
            Path program = BrokerFiles.unpack(home);
            ChildFile child = new ChildFile(home.resolve("broker.pid"));
            child.endStale(home.toString());
            Path config = BrokerConfig.write(home, port, controllerPort);
            Process process = launch(home, program, config);
            child.write(process.pid());
            awaitReady(process, home);
            return new KafkaBroker(process, port);
        } catch (IOException e) {
            throw EmbeddedStartException.io("Kafka broker", home, e);
        }
    }

    private static Process launch(Path home, Path program, Path config) throws IOException {
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

    private static void awaitReady(Process process, Path home) throws IOException {
        BufferedReader out = process.inputReader();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.equals(BrokerMain.READY)) {
                return;
            }
        }
        process.destroyForcibly();
        throw new EmbeddedStartException(
                "The embedded Kafka broker ended while it was starting.",
                "Read " + home.resolve("broker.log") + " and " + home.resolve("broker.err")
                        + ", or set spring.kafka.bootstrap-servers to a broker of your own.");
    }

    String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** Orderly, so that the next start need not recover the log; by force if that takes more than 15 seconds. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
