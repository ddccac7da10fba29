package io.sluice.embedded;

import java.nio.file.Path;
import org.springframework.util.FileSystemUtils;

/** Opens the embedded broker to the tests of other rooms. */
public final class BrokerForTests {

    private BrokerForTests() {}

    /** Starts a broker on free ports, which ends with this JVM; the directory is deleted then. */
    public static String start(Path home) {
        KafkaBroker broker = KafkaBroker.start(home, Ports.free(), Ports.free());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            broker.close();
            FileSystemUtils.deleteRecursively(home.toFile());
        }));
        return broker.bootstrapServers();
    }
}
