package io.sluice.nifi;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/** Finds a JDK that NiFi 2 runs on, which is newer than Sluice's. */
final class NewerJava {

    private static final int LEAST = 21;

    private NewerJava() {}

    /** The one that NIFI_JAVA_HOME names, else any where Linux distributions put them. */
    static Optional<Path> home() {
        List<Path> candidates = new ArrayList<>();
        Optional.ofNullable(System.getenv("NIFI_JAVA_HOME")).map(Path::of).ifPresent(candidates::add);
        Path distribution = Path.of("/usr/lib/jvm");
        if (Files.isDirectory(distribution)) {
            try (DirectoryStream<Path> all = Files.newDirectoryStream(distribution)) {
                all.forEach(candidates::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return candidates.stream().filter(NewerJava::isNewEnough).findFirst();
    }

    private static boolean isNewEnough(Path home) {
        Path release = home.resolve("release");
        // Without its compiler it could not run a source file.
        if (!Files.isExecutable(home.resolve("bin/javac")) || !Files.isReadable(release)) {
            return false;
        }
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(release)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String version = properties.getProperty("JAVA_VERSION", "0").replace("\"", "");
        return Integer.parseInt(version.split("[.+-]")[0]) >= LEAST;
    }
}
