package io.sluice.bench;

import java.nio.file.Files;
import java.nio.file.Path;

/** Programs of others, which the build resolves (profile peers). */
final class Peers {

    private static final Path ALL = Path.of("target", "peers").toAbsolutePath();

    private Peers() {}

    /** @throws IllegalStateException if the build has not resolved it */
    static Path find(String name) {
        Path peer = ALL.resolve(name);
        if (!Files.isDirectory(peer)) {
            throw new IllegalStateException("there is no " + peer + ": build with -Ppeers");
        }
        return peer;
    }
}
