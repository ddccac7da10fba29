package io.sluice.embedded.postgres;

import io.sluice.embedded.EmbeddedStartException;
import io.sluice.embedded.OwnerOnly;
import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.springframework.util.FileSystemUtils;
import org.tukaani.xz.XZInputStream;

/** Postgres' program files: an archive on the class path for the platform of the build, unpacked once per version. */
final class PostgresFiles {

    private static final int OWNER_EXECUTES = 0100;

    private PostgresFiles() {}

    /** The directory with {@code bin}, {@code lib} and {@code share}; unpacks it if it is not there yet. */
    static Path unpack(Path home) throws IOException {
        OwnerOnly.createDirectories(home);
        Path target = home.resolve("program-" + checksum());
        if (!Files.isDirectory(target)) {
            deleteOlder(home);
            Path half = home.resolve("program.part");
            try (TarArchiveInputStream tar =
                    new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive())))) {
                unpack(tar, half);
            }
            Files.move(half, target, StandardCopyOption.ATOMIC_MOVE);
        }
        return target;
    }

    private static void unpack(TarArchiveInputStream tar, Path into) throws IOException {
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            Path file = into.resolve(entry.getName()).normalize();
            if (entry.isDirectory()) {
                Files.createDirectories(file);
            } else {
                Files.createDirectories(file.resolveSibling("."));
                write(tar, entry, file);
            }
        }
    }

    private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path file) throws IOException {
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
            return;
        }
        if (entry.isLink()) {
            throw new IOException("The Postgres archive has a hard link, which this code does not know: " + file);
        }
        Files.copy(tar, file);
        if ((entry.getMode() & OWNER_EXECUTES) != 0 && !file.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + file + " executable");
        }
    }

    private static void deleteOlder(Path home) throws IOException {
        try (DirectoryStream<Path> older = Files.newDirectoryStream(home, "program*")) {
            for (Path directory : older) {
                FileSystemUtils.deleteRecursively(directory);
            }
        }
    }

    private static String checksum() throws IOException {
        try (CheckedInputStream in = new CheckedInputStream(archive(), new CRC32())) {
            in.transferTo(OutputStream.nullOutputStream());
            return Long.toHexString(in.getChecksum().getValue());
        }
    }

    private static InputStream archive() throws IOException {
        String system = System.getProperty("os.name", "").startsWith("Mac") ? "Darwin" : System.getProperty("os.name");
        String machine = System.getProperty("os.arch");
        try {
            return DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, machine);
        } catch (IllegalStateException e) {
            throw missing(system, machine, e);
        }
    }

    private static EmbeddedStartException missing(String system, String machine, Exception cause) {
        return new EmbeddedStartException(
                "This build of Sluice has no embedded Postgres for " + system + " on " + machine + ".",
                "Build it on this platform, or set spring.datasource.url to a Postgres of your own.",
                cause);
    }
}
