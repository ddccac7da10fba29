package io.sluice.embedded;

import java.nio.file.Path;

/**
 * Where this process keeps its files: the embedded servers' data and local checkpoints. The bean exists only while the
 * directory is locked for this process.
 *
 * @param path absolute; exists and can be written
 */
public record DataDirectory(Path path) {

    /** The place of something below, which may not exist yet. */
    public Path resolve(String name) {
        return path.resolve(name);
    }
}
