package io.sluice.engine.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.StockSpark;
import io.sluice.testing.TestStores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The jars for executors")
class StreamJarTest {

    @TempDir
    static Path temporary;

    private static Path directory;
    private static List<Path> jars;

    @BeforeAll
    static void prepare() throws IOException {
        directory = temporary.resolve("data").resolve("spark-jars");
        List<Class<?>> stores = TestStores.nowhere().all().stream()
                .<Class<?>>flatMap(store -> store.libraries().stream())
                .toList();
        ExecutorJars.prepare(directory, stores);
        jars = ExecutorJars.prepare(directory, stores);
    }

    @Test
    @DisplayName("are the stream half, the Kafka connector and the drivers of the stores, and nothing else")
    void shipsTheStreamHalfTheConnectorAndTheDriversOnly() {
        assertThat(jars.stream().map(jar -> jar.getFileName().toString().replaceAll("-\\d.*|\\.jar$", "")))
                .containsExactlyInAnyOrder(
                        "sluice-stream",
                        "spark-sql-kafka",
                        "spark-token-provider-kafka",
                        "kafka-clients",
                        "commons-pool2",
                        "postgresql",
                        "mongodb-driver-sync",
                        "mongodb-driver-core",
                        "bson");
        assertThat(directory).isDirectoryNotContaining(file -> !jars.contains(file));
    }

    @Test
    @DisplayName("are readable by their owner only")
    void ownerOnly() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                .isEqualTo("rwx------");
    }

    @Test
    @DisplayName("have the same classes as target/sluice-stream.jar, byte for byte")
    void sameAsTheBuild() throws IOException {
        assertThat(classes(directory.resolve(ExecutorJars.STREAM_JAR)))
                .isEqualTo(classes(Path.of("target", "sluice-stream.jar")))
                .hasSizeGreaterThan(150);
    }

    @Test
    @DisplayName("and a stock Spark have every class, method and field that the stream half refers to")
    void everyReferenceOfTheStreamHalfIsThere() throws IOException {
        Set<String> missing = new TreeSet<>();
        Path stream = directory.resolve(ExecutorJars.STREAM_JAR);
        try (URLClassLoader executor = new URLClassLoader(
                Stream.concat(StockSpark.jars().stream(), jars.stream())
                        .map(StreamJarTest::url)
                        .toArray(URL[]::new),
                ClassLoader.getPlatformClassLoader())) {
            References references = new References(executor, missing);
            for (byte[] type : classBytes(stream)) {
                references.check(type);
            }
            assertThat(references.checked()).isGreaterThan(2500);
        }
        assertThat(missing).isEmpty();
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Map<String, Integer> classes(Path jar) throws IOException {
        Map<String, Integer> classes = new HashMap<>();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                if (entry.getName().endsWith(".class")) {
                    classes.put(entry.getName(), Arrays.hashCode(bytes(zip, entry)));
                }
            }
        }
        return classes;
    }

    private static List<byte[]> classBytes(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return zip.stream()
                    .filter(entry -> entry.getName().endsWith(".class"))
                    .map(entry -> bytes(zip, entry))
                    .toList();
        }
    }

    private static byte[] bytes(ZipFile zip, ZipEntry entry) {
        try {
            return zip.getInputStream(entry).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
