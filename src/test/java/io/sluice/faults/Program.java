package io.sluice.faults;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The application as jars, because the JVM keeps an archive of loaded classes only for those. With one, a start takes
 * half the time, and a run starts the application a dozen times.
 */
final class Program {

    private final Path home;
    private final String classPath;

    private Program(Path home, String classPath) {
        this.home = home;
        this.classPath = classPath;
    }

    static Program pack(Path home) throws IOException {
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(entry);
            if (!Files.isDirectory(path)) {
                entries.add(entry);
            } else if (path.endsWith("test-classes")) {
                entries.add(jar(path, home.resolve("faults.jar"), name -> name.startsWith("io/sluice/faults/")));
            } else {
                // The servers run elsewhere; the broker's jars would be most of this one.
                entries.add(jar(path, home.resolve("sluice.jar"), name -> !name.startsWith("embedded/")));
            }
        }
        return new Program(home, String.join(File.pathSeparator, entries));
    }

    private static String jar(Path classes, Path jar, Predicate<String> chosen) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            zip.setMethod(ZipOutputStream.STORED);
            for (Path file : files.sorted().toList()) {
                String name = classes.relativize(file).toString().replace(File.separatorChar, '/');
                if (!name.isEmpty() && chosen.test(name)) {
                    add(zip, file, name);
                }
            }
        }
        return jar.toString();
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

    private Path archive() {
        return home.resolve("classes.jsa");
    }

    /**
     * The command line up to the application's arguments. The first orderly end writes the archive of
     * classes for all later starts.
     */
    List<String> command(List<String> properties) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(opened());
        line.addAll(List.of("-Xmx768m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
        line.add((Files.exists(archive()) ? "-XX:SharedArchiveFile=" : "-XX:ArchiveClassesAtExit=") + archive());
        line.add("-Xlog:cds=off");
        line.add("-Xlog:cds+dynamic=off");
        line.addAll(properties);
        line.addAll(List.of("-cp", classPath, FaultySluice.class.getName()));
        return line;
    }

    /** What Spark needs open, as this JVM has it. */
    private static List<String> opened() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .flatMap(flag -> Arrays.stream(flag.split(" ")))
                .filter(flag -> flag.startsWith("--add-"))
                .toList();
    }
}
