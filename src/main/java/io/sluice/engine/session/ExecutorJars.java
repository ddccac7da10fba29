package io.sluice.engine.session;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.pool2.ObjectPool;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.spark.kafka010.KafkaConfigUpdater;
import org.apache.spark.sql.kafka010.KafkaSourceProvider;

/**
 * What executors need beside a stock Spark, as files: the stream half and the libraries that it uses. Spark can ship
 * files only, and Sluice may run from a jar with its libraries inside. See docs/adr/0008-jars-for-executors.md.
 */
final class ExecutorJars {

    static final String STREAM_JAR = "sluice-stream.jar";

    /** One class of each library, but for those of the stores. */
    private static final List<Class<?>> LIBRARIES = List.of(
            KafkaSourceProvider.class,
            KafkaConfigUpdater.class,
            Consumer.class,
            ObjectPool.class,
            org.postgresql.Driver.class);

    private ExecutorJars() {}

    /**
     * Copies them into the directory, which only its owner can read; what was in it before is deleted.
     *
     * @param stores one class of each library that the stores need
     * @return the files
     */
    static List<Path> prepare(Path directory, List<Class<?>> stores) throws IOException {
        Files.createDirectories(directory, ownerOnly());
        deleteJars(directory);
        List<Path> jars = new ArrayList<>();
        Path stream = directory.resolve(STREAM_JAR);
        StreamJar.write(stream);
        jars.add(stream);
        for (Class<?> library : LIBRARIES) {
            jars.add(copy(library, directory));
        }
        for (Class<?> library : stores) {
            jars.add(copy(library, directory));
        }
        return List.copyOf(jars);
    }

    private static void deleteJars(Path directory) throws IOException {
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(directory, "*.jar")) {
            for (Path jar : jars) {
                Files.delete(jar);
            }
        }
    }

    /** A class from a jar inside Sluice's own says that it is from jar:nested:…/sluice.jar/!BOOT-INF/lib/library.jar!/ */
    private static Path copy(Class<?> library, Path directory) throws IOException {
        String place =
                library.getProtectionDomain().getCodeSource().getLocation().toString();
        String jar = place.startsWith("jar:") ? place.substring("jar:".length(), place.lastIndexOf("!/")) : place;
        Path copy = directory.resolve(jar.substring(jar.lastIndexOf('/') + 1));
        try (InputStream in = new URL(jar).openStream()) {
            Files.copy(in, copy);
        }
        return copy;
    }

    private static FileAttribute<?>[] ownerOnly() {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }
}
