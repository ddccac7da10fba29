package io.sluice.engine.session;

import java.nio.file.Path;

/**
 * Where the jars are kept that executors of a cluster get from here.
 *
 * @param path made when it is needed; nothing else is in it
 */
public record JarDirectory(Path path) {}
