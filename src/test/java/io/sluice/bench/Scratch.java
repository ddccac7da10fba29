package io.sluice.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.util.FileSystemUtils;

/** A new temporary directory that is deleted with everything in it. */
record Scratch(Path path) implements AutoCloseable {

    static Scratch create() throws IOException {
        return new Scratch(Files.createTempDirectory("sluice-bench-"));
    }

    /** @throws IllegalStateException if there is less space than this on the disk of temporary files */
    Scratch require(long bytes) throws IOException {
        long free = Files.getFileStore(path).getUsableSpace();
        if (free < bytes) {
            close();
            throw new IllegalStateException(
                    "%,d MB are needed below %s, and %,d MB are free; have fewer records, or set -Djava.io.tmpdir"
                            .formatted(bytes >> 20, path.getParent(), free >> 20));
        }
        return this;
    }

    @Override
    public void close() throws IOException {
        FileSystemUtils.deleteRecursively(path);
    }
}
