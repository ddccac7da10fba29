package io.sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The application as jars, because the JVM keeps an archive of loaded classes only for those: with one, a start takes half
 * the processors' time (ADR 16), and the tests start it some twenty times in processes of their own. Both lie in
 * {@code target/program}; the first that needs them makes them, for all test JVMs and later runs on the same classes.
 */
public final class PackedProgram {

    private static final Path HOME = Path.of("target", "program").toAbsolutePath();
    private static final String TESTS = "test-classes";
    /** What of the tests' classes may be started: the application with fault points. */
    private static final String FAULTS = "io/sluice/faults/";

    private static final long WARM = 20;

    private final String classPath;
    private final Path archive;

    private PackedProgram(String classPath, Path archive) {
        this.classPath = classPath;
        this.archive = archive;
    }

    /** Makes it if this is the first who asks, which takes as long as two starts; others wait. */
    public static synchronized PackedProgram get() throws IOException {
        Files.createDirectories(HOME);
        try (FileChannel channel =
                        FileChannel.open(HOME.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            PackedProgram program = new PackedProgram(classPath(), HOME.resolve("classes.jsa"));
            Path made = HOME.resolve("made-of");
            String state = state();
            if (!Files.exists(made) || !Files.readString(made).equals(state)) {
                Files.deleteIfExists(made);
                Files.deleteIfExists(program.archive);
                pack();
                program.writeArchive();
                Files.writeString(made, state);
            }
            return program;
        }
    }

    /** Java's flags that name the classes and their archive, about which it says nothing. */
    public List<String> flags() {
        List<String> flags = new ArrayList<>();
        flags.add("-Xshare:auto");
        flags.add((Files.exists(archive) ? "-XX:SharedArchiveFile=" : "-XX:ArchiveClassesAtExit=") + archive);
        flags.addAll(List.of("-Xlog:cds=off", "-Xlog:cds+dynamic=off", "-cp", classPath));
        return flags;
    }

    /** Lets the application, with everything embedded, carry some records, and end in good order. */
    private void writeArchive() throws IOException {
        Path data = Files.createTempDirectory("sluice-archive").resolve("data");
        try (SluiceProcess process =
                SluiceProcess.start(this, data, "archive", List.of(), "--sluice.demo.enabled=true")) {
            ApiClient api = process.api();
            api.awaitReady();
            api.awaitRuns("quotes");
            api.awaitConsumed("quotes", WARM);
            process.terminate();
            assertThat(archive).as(process.log()).exists();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        try (Stream<Path> all = Files.walk(data.getParent())) {
            all.sorted(Comparator.reverseOrder()).forEach(each -> each.toFile().delete());
        }
    }

    private static List<Path> entries(Predicate<Path> chosen) {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath())
                .filter(chosen)
                .toList();
    }

    private static String classPath() {
        List<String> all = new ArrayList<>(List.of(HOME.resolve("sluice.jar").toString()));
        entries(Files::isRegularFile).forEach(each -> all.add(each.toString()));
        all.add(HOME.resolve("faults.jar").toString());
        return String.join(File.pathSeparator, all);
    }

    private static void pack() throws IOException {
        for (Path classes : entries(Files::isDirectory)) {
            if (classes.endsWith(TESTS)) {
                jar(classes, HOME.resolve("faults.jar"), name -> name.startsWith(FAULTS));
            } else {
                jar(classes, HOME.resolve("sluice.jar"), name -> true);
            }
        }
    }

    private static void jar(Path classes, Path jar, Predicate<String> chosen) throws IOException {
        Path half = jar.resolveSibling(jar.getFileName() + ".part");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(half));
                Stream<Path> files = Files.walk(classes)) {
            zip.setMethod(ZipOutputStream.STORED);
            for (Path file : files.sorted().toList()) {
                String name = classes.relativize(file).toString().replace(File.separatorChar, '/');
                if (!name.isEmpty() && chosen.test(name)) {
                    add(zip, file, name);
                }
            }
        }
        Files.move(half, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    /** With entries for directories, too, which Spring's scan of the class path needs. */
    private static void add(ZipOutputStream zip, Path file, String name) throws IOException {
        boolean directory = Files.isDirectory(file);
        byte[] bytes = directory ? new byte[0] : Files.readAllBytes(file);
        ZipEntry entry = new ZipEntry(directory ? name + "/" : name);
        CRC32 crc = new CRC32();
        crc.update(bytes);
        entry.setCrc(crc.getValue());
        entry.setSize(bytes.length);
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }

    /** Changes when a class file, the class path, Java or its flags do. */
    private static String state() throws IOException {
        CRC32 files = new CRC32();
        for (Path classes : entries(Files::isDirectory)) {
            Path root = classes.endsWith(TESTS) ? classes.resolve(FAULTS) : classes;
            try (Stream<Path> all = Files.walk(root)) {
                for (Path file : all.sorted().toList()) {
                    BasicFileAttributes its = Files.readAttributes(file, BasicFileAttributes.class);
                    files.update((file + " " + its.size() + " " + its.lastModifiedTime() + "\n")
                            .getBytes(StandardCharsets.UTF_8));
                }
            }
        }
        return String.join(
                "\n",
                classPath(),
                System.getProperty("java.home"),
                System.getProperty("java.vm.version"),
                "" + files.getValue());
    }
}
