package io.sluice.embedded.kafka;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.springframework.util.FileSystemUtils;

/**
 * The broker's program files. The build packs Kafka's jars and an index of them as class-path resources (see {@code
 * pom.xml}); a JVM can only be started from real files, so they are unpacked once per version.
 */
final class BrokerFiles {

    private static final String RESOURCES = "/embedded/kafka/";
    private static final String LOGGING = "/embedded/broker-log4j2.xml";
    private static final String MAIN = "/" + BrokerMain.class.getName().replace('.', '/') + ".class";

    private BrokerFiles() {}

    /** The directory whose jars and {@code classes} are the broker's class path; unpacks it if it is not there yet. */
    static Path unpack(Path home) throws IOException {
        String index = new String(read(RESOURCES + "index"), StandardCharsets.UTF_8);
        Path target = home.resolve("program-" + Integer.toHexString(index.hashCode()));
        if (!Files.isDirectory(target)) {
            deleteOlder(home);
            Path half = Files.createDirectories(home.resolve("program.part"));
            for (String jar : jars(index)) {
                copy(RESOURCES + jar, half.resolve(jar));
            }
            Files.move(half, target, StandardCopyOption.ATOMIC_MOVE);
        }
        copy(LOGGING, target.resolve("classes/log4j2.xml"));
        copy(MAIN, target.resolve("classes" + MAIN));
        return target;
    }

    private static List<String> jars(String index) {
        return index.lines().filter(line -> line.endsWith(".jar")).toList();
    }

    private static void deleteOlder(Path home) throws IOException {
        Files.createDirectories(home);
        try (DirectoryStream<Path> older = Files.newDirectoryStream(home, "program*")) {
            for (Path directory : older) {
                FileSystemUtils.deleteRecursively(directory);
            }
        }
    }

    private static void copy(String resource, Path file) throws IOException {
        Files.createDirectories(file.resolveSibling("."));
        try (InputStream in = open(resource)) {
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static byte[] read(String resource) throws IOException {
        try (InputStream in = open(resource)) {
            return in.readAllBytes();
        }
    }

    private static InputStream open(String resource) throws IOException {
        InputStream in = BrokerFiles.class.getResourceAsStream(resource);
        if (in == null) {
            throw new FileNotFoundException("class-path resource " + resource
                    + " is missing; build with Maven, which packs the broker (mvn generate-resources)");
        }
        return in;
    }
}
