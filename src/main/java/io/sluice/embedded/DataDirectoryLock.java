package io.sluice.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Holds a data directory for one process; the operating system lets go of it however the process ends. */
final class DataDirectoryLock implements AutoCloseable {

    private final Path path;
    private final FileChannel channel;

    private DataDirectoryLock(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Makes the directory if need be and takes it.
     *
     * @throws EmbeddedStartException if another process has it, or it cannot be written
     */
    static DataDirectoryLock take(Path directory) {
        Path path = directory.toAbsolutePath().normalize();
        FileChannel channel = null;
        try {
            OwnerOnly.createDirectories(path);
            channel = FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw taken(path);
            }
            // Not in the lock file itself: on POSIX, closing any handle of that file gives the lock away.
            Files.writeString(
                    pidFile(path), Long.toString(ProcessHandle.current().pid()));
            return new DataDirectoryLock(path, channel);
        } catch (IOException e) {
            closeQuietly(channel, e);
            throw new EmbeddedStartException(
                    "The data directory " + path + " cannot be used: " + EmbeddedStartException.reason(e),
                    "Make it a directory that this user can write and that has space, or name another in"
                            + " sluice.data-directory.",
                    e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // this very process has it
        }
    }

    private static EmbeddedStartException taken(Path path) throws IOException {
        String holder = Files.exists(pidFile(path)) ? "process " + Files.readString(pidFile(path)) : "another process";
        return new EmbeddedStartException(
                "The data directory " + path + " is in use by " + holder + ".",
                "Stop that process, or give this one a directory of its own in sluice.data-directory.");
    }

    private static Path pidFile(Path path) {
        return path.resolve("pid");
    }

    private static void closeQuietly(@Nullable FileChannel channel, IOException cause) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    DataDirectory directory() {
        return new DataDirectory(path);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(pidFile(path));
        channel.close();
    }
}
