package io.sluice.embedded.kafka;

import io.sluice.embedded.DataDirectory;
import io.sluice.embedded.Ports;
import java.io.IOException;
import java.nio.file.Path;
import org.springframework.util.FileSystemUtils;

/** Opens the embedded broker to the tests of other rooms. */
public final class BrokerForTests {

    private BrokerForTests() {}

    /** Starts a broker on free ports, which ends with this JVM; the directory is deleted then. */
    public static String start(Path home) {
        Ports ports = new Ports(new DataDirectory(home));
        KafkaBroker broker = new KafkaBroker(home, ports.port("kafka-port", 0), ports.port("controller-port", 0));
        try {
            broker.start();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(broker, home)));
        return broker.bootstrapServers();
    }

    private static void end(KafkaBroker broker, Path home) {
        try {
            broker.stop();
            FileSystemUtils.deleteRecursively(home);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
