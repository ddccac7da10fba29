package io.sluice.embedded;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** New files that nobody but their owner can read, from their first moment. */
public final class OwnerOnly {

    private OwnerOnly() {}

    /** Makes what is missing of the path; leaves existing directories as they are. */
    public static void createDirectories(Path path) throws IOException {
        Files.createDirectories(path, permissions("rwx------"));
    }

    /** Writes it in one step: after a crash the file is there with all of its text, or not at all. */
    public static void writeNew(Path file, String text) throws IOException {
        Path half = file.resolveSibling(file.getFileName() + ".part");
        Files.deleteIfExists(half);
        Files.createFile(half, permissions("rw-------"));
        Files.writeString(half, text);
        Files.move(half, file);
    }

    private static FileAttribute<?>[] permissions(String permissions) {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
