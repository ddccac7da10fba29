package io.sluice.launch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * One jar, unpacked below the data directory for one Java: a jar of Sluice's own classes, the libraries beside it, and the
 * archive of classes, which Java writes as the first start from the copy ends.
 */
final class UnpackedCopy {

    private static final String HOME = "unpacked";
    private static final String NAME = "sluice.jar";
    private static final String LIBRARIES = "BOOT-INF/lib/";
    private static final int KEY_DIGITS = 16;
    private static final long UNPACK_SECONDS = 120;
    /** The copy and the archive take half of it. */
    private static final long NEEDED_BYTES = 1L << 30;

    private static final String[] JAVA = {"java.home", "java.vm.name", "java.vm.version", "java.vm.vendor", "os.arch"};

    private final Path directory;

    private UnpackedCopy(Path directory) {
        this.directory = directory;
    }

    /**
     * Makes it if it is not there or not whole, and then removes those of other jars.
     *
     * @return empty if another process uses the data directory, or the disk is too full
     */
    static Optional<UnpackedCopy> of(Path jar, Path data, Path java) throws IOException, InterruptedException {
        List<ZipEntry> entries = entries(jar);
        Path home = data.toAbsolutePath().normalize().resolve(HOME);
        UnpackedCopy copy = new UnpackedCopy(home.resolve(key(entries, home)));
        if (copy.isWhole(entries) || (copy.make(home, jar, data, java) && copy.isWhole(entries))) {
            return Optional.of(copy);
        }
        return Optional.empty();
    }

    /** The jar to start. */
    Path jar() {
        return directory.resolve(NAME);
    }

    /** What Java has to be told: to use the archive, or to write it as it ends. It says nothing about either. */
    List<String> flags() throws IOException {
        Path archive = directory.resolve("classes.jsa");
        return List.of(
                "-XX:" + (isWritten(archive) ? "SharedArchiveFile=" : "ArchiveClassesAtExit=") + archive,
                "-Xlog:cds*=off");
    }

    /** Java writes the first bytes last. */
    private static boolean isWritten(Path archive) throws IOException {
        if (!Files.exists(archive)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(archive)) {
            byte[] magic = in.readNBytes(Integer.BYTES);
            return magic.length == Integer.BYTES && ByteBuffer.wrap(magic).getInt() != 0;
        }
    }

    private static List<ZipEntry> entries(Path jar) throws IOException {
        try (ZipFile file = new ZipFile(jar.toFile())) {
            List<ZipEntry> entries = new ArrayList<>();
            file.stream().forEach(entries::add);
            return entries;
        }
    }

    /** What the jar holds, which Java this is, and where the copy lies: Java's archive is good for these alone. */
    private static String key(List<ZipEntry> entries, Path home) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            entries.forEach(entry -> add(digest, entry.getName() + " " + entry.getCrc() + " " + entry.getSize()));
            for (String property : JAVA) {
                add(digest, System.getProperty(property, ""));
            }
            add(digest, home.toString());
            return HexFormat.of().formatHex(digest.digest()).substring(0, KEY_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void add(MessageDigest digest, String text) {
        digest.update((text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Each library has its size; whoever has cleared a part of it gets a new one. */
    private boolean isWhole(List<ZipEntry> entries) throws IOException {
        if (!Files.isRegularFile(jar())) {
            return false;
        }
        for (ZipEntry entry : entries) {
            if (entry.getName().startsWith(LIBRARIES) && entry.getName().endsWith(".jar")) {
                Path library = directory.resolve("lib").resolve(entry.getName().substring(LIBRARIES.length()));
                if (!Files.isRegularFile(library) || Files.size(library) != entry.getSize()) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean make(Path home, Path jar, Path data, Path java) throws IOException, InterruptedException {
        Files.createDirectories(
                data, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        // A Sluice that runs from another copy in the same directory holds this lock, and must keep its jars.
        try (FileChannel channel =
                        FileChannel.open(data.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null || Files.getFileStore(data).getUsableSpace() < NEEDED_BYTES) {
                return false;
            }
            delete(home);
            Path half = home.resolve("part");
            Files.createDirectories(home);
            if (!unpack(jar, half, java)) {
                delete(home);
                return false;
            }
            Files.move(half, directory, StandardCopyOption.ATOMIC_MOVE);
            return true;
        }
    }

    /** Unpacks with Spring Boot's own tool, which is in the jar. */
    private static boolean unpack(Path jar, Path target, Path java) throws IOException, InterruptedException {
        Process tool = new ProcessBuilder(
                        java.toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Djarmode=tools",
                        "-jar",
                        jar.toString(),
                        "extract",
                        "--destination",
                        target.toString(),
                        "--application-filename",
                        NAME)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!tool.waitFor(UNPACK_SECONDS, TimeUnit.SECONDS)) {
            tool.destroyForcibly().waitFor();
        }
        return tool.exitValue() == 0;
    }

    private static void delete(Path root) throws IOException {
        if (Files.exists(root)) {
            try (Stream<Path> all = Files.walk(root)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
