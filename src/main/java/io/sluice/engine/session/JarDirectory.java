package io.sluice.engine.session;

import java.nio.file.Path;
import java.util.List;

/**
 * Where the jars are kept that executors of a cluster get from here.
 *
 * @param path made when it is needed; nothing else is in it
 * @param libraries one class of each library that the formats and the stores need there
 */
public record JarDirectory(Path path, List<Class<?>> libraries) {

    public JarDirectory {
        libraries = List.copyOf(libraries);
    }
}
