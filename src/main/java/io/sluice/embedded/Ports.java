package io.sluice.embedded;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Chooses loopback ports below 32768 (above, they collide with the ephemeral ones of outgoing connections) and remembers
 * the choice in a file, so that a restart keeps them. Not thread-safe.
 */
public final class Ports {

    private static final int LOWEST = 20_000;
    private static final int CEILING = 32_768;
    private static final int ATTEMPTS = 200;

    private final Path directory;
    private final Path file;
    private final Properties chosen = new Properties();

    /** @throws EmbeddedStartException if the file cannot be read */
    public Ports(DataDirectory directory) {
        this.directory = directory.path();
        file = directory.resolve("ports.properties");
        try {
            if (Files.exists(file)) {
                try (Reader reader = Files.newBufferedReader(file)) {
                    chosen.load(reader);
                }
            }
        } catch (IOException e) {
            throw EmbeddedStartException.files("stack", this.directory, e);
        }
    }

    /**
     * The configured port, or for 0 the one remembered, or a new one if that is taken.
     *
     * @param key of the configuration, without its prefix
     * @throws EmbeddedStartException if the configured port is taken
     */
    public int port(String key, int configured) {
        if (configured == 0) {
            return chosen(key);
        }
        if (!isFree(configured)) {
            throw new EmbeddedStartException(
                    "Port " + configured + " on 127.0.0.1 is taken by another process.",
                    "End that process, or set sluice.embedded." + key + " to a free port (0 lets Sluice choose one).");
        }
        return configured;
    }

    private int chosen(String key) {
        int before = Integer.parseInt(chosen.getProperty(key, "0"));
        if (before != 0 && isFree(before)) {
            return before;
        }
        int port = free();
        chosen.setProperty(key, Integer.toString(port));
        try (Writer writer = Files.newBufferedWriter(file)) {
            chosen.store(writer, "Ports chosen for the embedded servers");
        } catch (IOException e) {
            throw EmbeddedStartException.files("stack", directory, e);
        }
        return port;
    }

    private int free() {
        for (int i = 0; i < ATTEMPTS; i++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, CEILING);
            if (isFree(port) && !chosen.containsValue(Integer.toString(port))) {
                return port;
            }
        }
        throw new EmbeddedStartException(
                "No free port was found between " + LOWEST + " and " + CEILING + ".",
                "Set sluice.embedded.postgres-port, kafka-port and mongo-port to free ports.");
    }

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
