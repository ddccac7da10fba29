package io.sluice.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Loopback ports below 32768: above, they collide with the ephemeral ones of outgoing connections. */
final class Ports {

    private static final int LOWEST = 20_000;
    private static final int CEILING = 32_768;
    private static final int ATTEMPTS = 200;

    private Ports() {}

    static int free() {
        for (int i = 0; i < ATTEMPTS; i++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, CEILING);
            if (isFree(port)) {
                return port;
            }
        }
        throw new EmbeddedStartException(
                "No free port found between " + LOWEST + " and " + CEILING + ".",
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
