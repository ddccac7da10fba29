package io.sluice.embedded;

import java.nio.file.Path;

/**
 * Where this process keeps its files: the embedded servers' data and local checkpoints. The bean exists only while the
 * directory is locked for this process.
 *
 * @param path absolute; exists and can be written
 */
public record DataDirectory(Path path) {

    /** Returns the path of a file or directory below, which may not exist yet. */
    public Path resolve(String name) {
        return path.resolve(name);
    }
}
